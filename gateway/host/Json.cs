using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Host;

/// <summary>Writes JSON answers.</summary>
internal static class Json
{
    // Angle brackets stay escaped: an answer that a browser shows as a page must not become one.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, Indented = true };

    /// <summary>Writes an answer whole, so that a fault on the way is still a clean error.</summary>
    public static async Task Write(HttpContext context, string mediaType, Action<Utf8JsonWriter> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(4096);
        await using (var json = new Utf8JsonWriter(bytes, Options))
        {
            write(json);
        }

        context.Response.ContentType = mediaType;
        context.Response.ContentLength = bytes.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes.WrittenMemory, context.RequestAborted);
        }
    }

    /// <summary>Writes an answer.</summary>
    public static Task Write(HttpContext context, Action<Utf8JsonWriter> write)
        => Write(context, "application/json", write);

    /// <summary>Writes a text or null.</summary>
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    /// <summary>Writes a time as UTC.</summary>
    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? value)
        => json.Text(name, value?.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Writes a list.</summary>
    public static void List<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    /// <summary>Writes a list of objects.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Name of the list.</param>
    /// <param name="items">What is listed.</param>
    /// <param name="write">Writes the members of one.</param>
    public static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A word of an enumeration as answers write it: <c>partly-accepted</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum
    {
        var text = new System.Text.StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
