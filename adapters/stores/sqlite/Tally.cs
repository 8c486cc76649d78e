using Gateway.Core;

namespace Gateway.Stores;

/// <summary>Names of the counts kept in the store.</summary>
internal static class Tally
{
    private static readonly string[] Receipts = [.. Enum.GetValues<ReceiptState>().Select(s => $"receipt.{(int)s}")];
    private static readonly string[] Entries = [.. Enum.GetValues<EntryState>().Select(s => $"entry.{(int)s}")];

    public static string Of(ReceiptState state) => Receipts[(int)state];

    public static string Of(EntryState state) => Entries[(int)state];
}
