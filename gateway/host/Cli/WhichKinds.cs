using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Host.Cli;

/// <summary>Documents of one type in one part of a file, and what would be done with them.</summary>
/// <param name="Part">The part.</param>
/// <param name="Type">Their type.</param>
/// <param name="Mapping">The mapping that reads them; null for none.</param>
/// <param name="Root">What it makes of them.</param>
/// <param name="Reason">Why there is no mapping.</param>
/// <param name="Guide">The implementation guide that holds for them; null for none.</param>
internal sealed record WhichKind(int Part, DocumentType Type, string? Mapping, string? Root, string Reason, string? Guide)
{
    /// <summary>How many there are.</summary>
    public int Count { get; set; }

    /// <summary>Mappings that read something like it, where none reads it; null else.</summary>
    public string? Nearest { get; init; }

    /// <summary>Profiles in which the document can be delivered.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Every mapping, and why it does or does not fit.</summary>
    public IReadOnlyList<MappingChoice> Choices { get; init; } = [];
}

/// <summary>Finds the kinds of documents in a file.</summary>
internal static class WhichKinds
{
    /// <summary>All, in the order in which they come.</summary>
    public static async ValueTask<IReadOnlyList<WhichKind>> Of(OfflineTranslation translation, Revision revision, CancellationToken stop)
    {
        translation.ReadsRefused = true;
        translation.KeepsReports = false;
        var kinds = new Dictionary<(int, DocumentType, string?, string), WhichKind>();
        while (await translation.Next(stop) is { } document)
        {
            var (mark, made) = (document.Mark, document.Translation);
            // What is kept as evidence is no document; its part says so.
            if (document.Keys is not null) continue;
            var reason = made.Mapping is null ? made.Reason : "";
            var key = (mark.Span.Part, mark.Type, made.Mapping?.Text.Name, reason);
            if (!kinds.TryGetValue(key, out var kind)) kinds[key] = kind = Kind(document, reason, translation, revision);
            kind.Count++;
        }

        return [.. kinds.Values];
    }

    private static WhichKind Kind(TranslatedDocument document, string reason, OfflineTranslation translation, Revision revision)
    {
        var (type, mapping) = (document.Mark.Type, document.Translation.Mapping);
        var settings = ReadSettings.Default with { Guides = revision.Guides, PartnerGuides = translation.Partner?.Guides ?? [] };
        var format = revision.Format(type.Format);
        var root = mapping?.Text.Head.ToType;
        return new WhichKind(document.Mark.Span.Part, type, mapping?.Text.Name, root, reason, format?.GuideFor(type, settings))
        {
            Nearest = mapping is null && format?.IsAnswer(type) != true ? revision.NearestMappings(type) : null,
            Profiles = [.. revision.Profiles.Where(name => root is not null
                && revision.HeadOf("profiles/" + name)?.FromTypes.Contains(root) == true)],
            Choices = revision.ChoicesFor(type, translation.Partner, document.Mark.IsReadable ? document.Source : null),
        };
    }
}
