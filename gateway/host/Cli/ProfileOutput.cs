using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary><c>translate FILE --profile NAME</c>: documents in the form of one administration, on stdout or one file each.</summary>
internal sealed class ProfileOutput(OfflineFile file, string profile, string? folder)
{
    private readonly ProfileForm form = new(file.Revision, profile);
    private byte[]? single;
    private bool isFine = true;
    private bool isUnchecked;

    /// <summary>Writes all documents of the file.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(string? mapping, CancellationToken stop)
    {
        if (!file.Revision.Profiles.Contains(profile))
        {
            var known = string.Join(", ", file.Revision.Profiles);
            Console.Error.WriteLine($"There is no profile {profile}. There are: {known}.");
            return ExitCode.Environment;
        }

        using var translation = file.Translate(mapping);
        translation.KeepsReports = false;
        while (await translation.Next(stop) is { } document)
        {
            isFine &= document.Translation.IsAccepted;
            var findings = document.Translation.Findings;
            Terminal.Write(Console.Error, file.Name, translation.Parts, file.Further?.Write(Console.Error, findings) ?? findings);
            if (document.Translation.Document is not null)
            {
                if (!Write(document, translation)) return ExitCode.Usage;
            }
            else Console.Error.WriteLine($"message {document.Mark.Reference}: {document.Translation.Reason}");
        }

        Terminal.Write(Console.Error, file.Name, translation.Parts, translation.Envelope);
        isFine &= translation.Counts.Messages > 0 && translation.Envelope.All(f => f.Severity != Severity.Error);
        if (single is not null)
        {
            using var output = Terminal.Output();
            output.Write(single);
        }

        if (isUnchecked)
        {
            Console.Error.WriteLine($"The schemas of {profile} are not installed (schemas/xsd/{profile}/set.yaml): "
                + "what was written is not checked against them.");
        }

        return isFine ? ExitCode.Fine : ExitCode.Faulty;
    }

    // Two documents on one stream would be no document.
    private bool Write(TranslatedDocument document, OfflineTranslation translation)
    {
        var findings = new Findings();
        if (form.Write(document, translation.Moment, translation.Partner, findings) is not { } made)
        {
            var kind = document.Translation.Mapping?.Text.Head.ToType;
            Console.Error.WriteLine($"message {document.Mark.Reference}: the profile {profile} has no form for a {kind}.");
            isFine = false;
            return true;
        }

        var judged = Policy.Judge(findings.All, translation.Partner, translation.Moment.ArrivedAt);
        Terminal.Write(Console.Error, file.Name, translation.Parts, judged);
        isFine &= made.IsValid != false && judged.All(f => f.Severity != Severity.Error);
        isUnchecked |= made.IsValid is null;
        if (folder is not null)
        {
            using var output = OutputFolder.Create(folder, document.Mark, "xml");
            output.Write(made.Bytes.Span);
            Console.Error.WriteLine(output.Name);
            return true;
        }

        if (single is not null)
        {
            Console.Error.WriteLine($"{file.Name} has several messages: name a folder with --out, for one file each.");
            return false;
        }

        single = made.Bytes.ToArray();
        return true;
    }
}

/// <summary>The folder of <c>--out</c>.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the file for a document.</summary>
    public static FileStream Create(string folder, DocumentMark mark, string ending)
    {
        Directory.CreateDirectory(folder);
        return File.Create(Path.Combine(folder, $"{mark.Number:D4}-{SafeName(mark.Reference)}.{ending}"));
    }

    // The reference is the sender's text: only what cannot leave the folder is taken into a name.
    private static string SafeName(string reference)
        => string.Concat(reference.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
