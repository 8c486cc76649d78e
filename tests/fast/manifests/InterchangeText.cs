using System.Globalization;
using System.Text;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Writes an interchange as a carrier would: its own service characters, repertoire and line breaks.</summary>
internal sealed class InterchangeText(string level, string services, bool hasUna, string lineBreak, string reference)
{
    private readonly StringBuilder text = new();
    private int messages;
    private int segments;
    private string message = "";

    /// <summary>The default service characters in the order of UNA.</summary>
    public const string DefaultServices = ":+.? '";

    /// <summary>The decimal mark that numbers are written with.</summary>
    public char Mark => services[2];

    public void Begin()
    {
        if (hasUna) text.Append("UNA").Append(services).Append(lineBreak);
        Segment("UNB", level, "SENDER:ZZ", "CUSTOMS:ZZ", "261101:1200", reference);
    }

    public void BeginMessage(string number, string release)
    {
        (message, segments) = (number, 0);
        messages++;
        Segment("UNH", number, $"CUSCAR:D:{release}:UN");
    }

    public void EndMessage()
        => Segment("UNT", (segments + 1).ToString(CultureInfo.InvariantCulture), message);

    /// <summary>Writes a segment; components are separated by a colon, and a vertical bar stands for a colon
    /// that is data.</summary>
    public void Segment(string tag, params ReadOnlySpan<string> elements)
    {
        var last = elements.Length;
        while (last > 0 && elements[last - 1].Trim(':').Length == 0) last--;
        text.Append(tag);
        foreach (var element in elements[..last])
        {
            text.Append(services[1]);
            var components = element.TrimEnd(':').Split(':');
            text.AppendJoin(services[0], components.Select(Release));
        }

        text.Append(services[5]).Append(lineBreak);
        segments++;
    }

    public byte[] End()
    {
        Segment("UNZ", messages.ToString(CultureInfo.InvariantCulture), reference);
        var encoding = level.StartsWith("UNOW", StringComparison.Ordinal) ? Encoding.UTF8 : Encoding.Latin1;
        return encoding.GetBytes(text.ToString());
    }

    private string Release(string component)
    {
        var data = component.Replace('|', ':');
        var released = new StringBuilder();
        foreach (var letter in data)
        {
            var isService = letter == services[0] || letter == services[1] || letter == services[5]
                || (letter == services[3] && letter != ' ');
            if (isService) released.Append(services[3]);
            released.Append(letter);
        }

        return released.ToString();
    }
}
