using System.Globalization;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>The APERAK messages of one interchange.</summary>
internal sealed class AperakWriter(ControlOutline outline, ReadRaw read, IReadOnlyList<AperakMessage> messages)
{
    private const int FaultsMax = 999;
    private const int LinesMax = 5;
    private const int LineCharacters = 70;
    private const string UsualRelease = "96A";

    // 1153 of the documents that a consignment travels under: bills of lading and waybills, master and house.
    private static readonly string[] TransportDocuments = ["BM", "MB", "BH", "AWB", "MWB", "HWB", "AAS", "CN"];

    private EdifactWriter writer = null!;
    private bool isUpper;

    /// <summary>Writes the whole interchange.</summary>
    public void Write(EdifactWriter into, CharacterSet set, string reference, DateTimeOffset moment)
    {
        // Level A has no small letters.
        (writer, isUpper) = (into, !set.Allows((byte)'a'));
        AnswerEnvelope.Open(writer, outline, set, reference, moment);
        for (var i = 0; i < messages.Count; i++)
        {
            Message(messages[i], string.Create(CultureInfo.InvariantCulture, $"{reference}-{i + 1}"), moment);
        }
    }

    private void Message(AperakMessage message, string number, DateTimeOffset moment)
    {
        var unh = outline.SegmentAt(read, message.Start);
        var faults = message.Faults.OrderBy(f => f.Span.Start).Take(FaultsMax).ToList();
        var (document, references) = ReferencesOf(message.Start, faults);
        writer.OpenMessage(new MessageHeader("APERAK", "D", ReleaseOf(outline.Text(unh, 2, 2, 3), outline.Text(unh, 2, 3, 3))));
        var (name, function, response) = !message.IsAccepted ? ("313", "27", "RE")
            : faults.Count > 0 ? ("305", "11", "CA") : ("312", "44", "AP");
        writer.Begin("BGM").Element(name).Element(number).Element(function).Element(response).End();
        writer.Begin("DTM").Composite("137", moment.ToUniversalTime().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), "203").End();
        Reference("INO", outline.Text(outline.Unb, 5, 1, 14));
        Reference("ACW", outline.Text(unh, 1, 1, 14));
        Reference("AGO", document);
        for (var i = 0; i < faults.Count; i++) Fault(faults[i], references[i]);
    }

    private void Fault(Finding fault, (string Qualifier, string Number) reference)
    {
        writer.Begin("ERC").Element(fault.Code.Id.AsSpan(0, Math.Min(8, fault.Code.Id.Length))).End();
        writer.Begin("FTX").Element("AAO").Element().Element();
        var text = PlaceOf(fault.Place) + fault.Sentence + " " + fault.Fix;
        var isFirst = true;
        foreach (var line in Lines(isUpper ? text.ToUpperInvariant() : text))
        {
            if (isFirst) writer.Element(line);
            else writer.Component(line);
            isFirst = false;
        }

        writer.End();
        Reference(reference.Qualifier, reference.Number);
    }

    private static string PlaceOf(Place place) => place.Segment == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"Segment {place.Segment}{(place.Tag is null ? "" : " " + place.Tag)}: ");

    private void Reference(string qualifier, string number)
    {
        if (number.Length > 0) writer.Begin("RFF").Composite(qualifier, number).End();
    }

    /// <summary>Breaks a text at blanks into lines that every release holds.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        var rest = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        for (var i = 0; i < LinesMax && rest.Length > 0; i++)
        {
            if (rest.Length <= LineCharacters)
            {
                yield return rest;
                yield break;
            }

            var at = rest.LastIndexOf(' ', LineCharacters);
            // A pair of surrogates is one character and stays together.
            if (at <= 0) at = char.IsHighSurrogate(rest[LineCharacters - 1]) ? LineCharacters - 1 : LineCharacters;
            yield return rest[..at].TrimEnd();
            rest = rest[at..].TrimStart();
        }
    }

    private static string ReleaseOf(string version, string release)
        => version == "D" && EdifactDirectory.BuiltIn.Find("APERAK", version, release) is { IsExact: true } ? release : UsualRelease;

    /// <summary>The document's number, and for each fault the transport document that was named last before it.</summary>
    private (string Document, List<(string Qualifier, string Number)> References) ReferencesOf(long start, List<Finding> faults)
    {
        var document = "";
        var current = ("", "");
        var references = new List<(string, string)>();
        using var source = new SegmentSource((offset, into) => read(start + offset, into));
        source.Use(outline.Characters, outline.Set);
        while (source.Next())
        {
            if (source.TooLong > 0) continue;
            var at = start + source.StartOffset;
            while (references.Count < faults.Count && faults[references.Count].Span.Start < at) references.Add(current);
            var segment = source.Current.Segment;
            if (segment.StartsWith("UNT"u8) || segment.StartsWith("UNZ"u8)) break;
            if (references.Count == faults.Count && document.Length > 0) break;
            if (segment.StartsWith("BGM"u8)) document = outline.Text(segment, 2, 1, 35);
            if (!segment.StartsWith("RFF"u8)) continue;
            var qualifier = outline.Text(segment, 1, 1, 3);
            if (Array.IndexOf(TransportDocuments, qualifier) >= 0) current = (qualifier, outline.Text(segment, 1, 2, 35));
        }

        while (references.Count < faults.Count) references.Add(current);
        return (document, references);
    }
}
