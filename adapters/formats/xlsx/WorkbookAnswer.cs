using Gateway.Contracts;

namespace Gateway.Formats;

internal static class WorkbookAnswer
{
    public static IReadOnlyList<AnswerFile> Of(ReceiptReport report) => [];
}
