using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Gateway.Stores;

/// <summary>
/// Makes the canonical bytes of a journal entry: keys in ordinal order, no white space, ids and digests only. The order is
/// the caller's duty and is checked, because a tamper-evident log is made from these bytes.
/// </summary>
internal sealed class JournalLine : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);
    private readonly Utf8JsonWriter writer;
    private string last = "";

    public JournalLine() => writer = new Utf8JsonWriter(buffer);

    /// <summary>Starts over with an empty entry.</summary>
    public JournalLine Start()
    {
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        last = "";
        return this;
    }

    public JournalLine Add(string key, string? value)
    {
        if (value is null) return this;
        writer.WriteString(Next(key), value);
        return this;
    }

    public JournalLine Add(string key, long value)
    {
        writer.WriteNumber(Next(key), value);
        return this;
    }

    public JournalLine Add(string key, DateTimeOffset value)
        => Add(key, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    public JournalLine Add(string key, IEnumerable<string> values)
    {
        writer.WriteStartArray(Next(key));
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
        return this;
    }

    /// <summary>The finished bytes; valid until the next start.</summary>
    public ReadOnlySpan<byte> End()
    {
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    public void Dispose() => writer.Dispose();

    private string Next(string key)
    {
        if (string.CompareOrdinal(last, key) >= 0) throw new InvalidOperationException($"Journal key {key} after {last}.");
        return last = key;
    }
}
