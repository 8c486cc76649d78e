using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>
/// The finished bytes of a document for each destination that takes it. They are made before the sender is told "accepted": a profile
/// that does not fit the document is a fault of ours, so the document is held and the sender is not blamed. Not thread-safe.
/// </summary>
/// <param name="revision">The configuration.</param>
/// <param name="facts">The receipt.</param>
internal sealed class DestinationForms(Revision revision, ReceiptFacts facts)
{
    private readonly Dictionary<string, ProfileForm> profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> written = new(StringComparer.Ordinal);

    /// <summary>The destinations that take a document of that root.</summary>
    public IEnumerable<Destination> Of(string root, DocumentMark mark)
        => revision.Destinations.Values.Where(destination => destination.Takes(root, facts.IsTest(mark)) && Serves(destination, root));

    /// <summary>Writes an accepted document in the form of every profile that a destination wants.</summary>
    /// <returns>The same; or held, where a profile cannot write it.</returns>
    public TranslatedDocument Write(TranslatedDocument document)
    {
        written.Clear();
        if (document.Translation is not { IsAccepted: true, Document: not null, Mapping: { } mapping }) return document;
        foreach (var destination in Of(mapping.Text.Head.ToType, document.Mark))
        {
            if (destination.Profile is not { } profile || written.ContainsKey(profile)) continue;
            if (Faults(document, profile) is { } fault) return Held(document, destination, fault);
        }

        return document;
    }

    /// <summary>The bytes that <see cref="Write"/> made last for a profile.</summary>
    public ReadOnlyMemory<byte> Bytes(string profile) => written[profile];

    // A destination without "types" takes what its profile has a form for.
    private bool Serves(Destination destination, string root)
        => destination.Profile is not { } profile
        || revision.HeadOf(CompiledMappings.ProfileFolder + profile)!.FromTypes.Contains(root);

    private string? Faults(TranslatedDocument document, string profile)
    {
        if (!profiles.TryGetValue(profile, out var form)) profiles.Add(profile, form = new ProfileForm(revision, profile));
        var findings = new Findings();
        if (form.Write(document, new Moment(facts.ArrivedAt), facts.Partner, findings) is not { } made)
        {
            return "the profile cannot be used.";
        }

        if (made.IsValid == false || findings.Errors > 0)
        {
            var worst = findings.All.MaxBy(finding => finding.Code.Default);
            return worst is null ? "its schemas refuse it." : $"{worst.Code.Id}: {worst.Sentence}";
        }

        written.Add(profile, made.Bytes.ToArray());
        return null;
    }

    private static TranslatedDocument Held(TranslatedDocument document, Destination destination, string fault)
    {
        var translation = document.Translation;
        var code = GatewayCodes.NotFormed;
        var finding = new Finding(code, document.Mark.Span, new Place(document.Mark.Ordinal, 0), 0,
            [destination.Form, destination.Name, fault]);
        return document with
        {
            Translation = translation with
            {
                IsAccepted = false, IsParked = true, Reason = $"{code.Id}: {finding.Sentence}",
                // Always a warning: a partner's file cannot make our fault the sender's.
                Findings = [.. translation.Findings, new JudgedFinding(finding, Severity.Warning)],
            },
        };
    }
}
