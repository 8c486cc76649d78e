using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Channels;

/// <summary>Where and how a mail is answered, as far as its header says; kept with the receipt as opaque text of bounded length.</summary>
/// <param name="To">The address; null when there is none.</param>
/// <param name="MessageId">Message-ID with its brackets; null without one.</param>
/// <param name="References">Message-IDs of the thread, the answered one not included.</param>
/// <param name="Subject">One line; empty without one.</param>
/// <param name="Never">Why the mail is not answered by mail; null when it is.</param>
internal sealed partial record ReplyAddress(
    string? To, string? MessageId, IReadOnlyList<string> References, string Subject, string? Never)
{
    /// <summary>Message-IDs kept of a thread: the first and the latest ones (RFC 5322 §3.6.4 asks for no more).</summary>
    public const int ReferencesMax = 10;

    /// <summary>Characters of the subject.</summary>
    public const int SubjectMax = 200;

    /// <summary>Characters of an address (RFC 5321 §4.5.3.1.3).</summary>
    public const int AddressMax = 254;

    /// <summary>Whether text is a Message-ID that can stand in a header of ours.</summary>
    public static bool IsMessageId(string text) => MessageIdForm().IsMatch(text);

    /// <summary>All Message-IDs in a header, as far as they can be used.</summary>
    public static IReadOnlyList<string> MessageIds(string header)
    {
        var ids = MessageIdsIn().Matches(header).Select(match => match.Value).ToList();
        return ids.Count <= ReferencesMax ? ids : [ids[0], .. ids[^(ReferencesMax - 1)..]];
    }

    /// <summary>The text for the arrival.</summary>
    public string Write()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (To is not null) json.WriteString("to", To);
            if (MessageId is not null) json.WriteString("id", MessageId);
            if (References.Count > 0) json.WriteString("references", string.Join(' ', References));
            if (Subject.Length > 0) json.WriteString("subject", Subject);
            if (Never is not null) json.WriteString("never", Never);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Reads it back; null for something else.</summary>
    public static ReplyAddress? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            string? Text(string key) => json.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
            return new ReplyAddress(Text("to"), Text("id"), MessageIds(Text("references") ?? ""), Text("subject") ?? "", Text("never"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^<[!-;=?-~]{1,250}>\z", RegexOptions.CultureInvariant)]
    private static partial Regex MessageIdForm();

    [GeneratedRegex("<[!-;=?-~]{1,250}>", RegexOptions.CultureInvariant)]
    private static partial Regex MessageIdsIn();
}
