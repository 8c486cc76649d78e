using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Host.Serve;

/// <summary>
/// One line for each event, plain or as JSON. Ids, codes, counts and states go in; never content, keys or names of
/// parties.
/// </summary>
/// <param name="to">Where the lines go.</param>
/// <param name="asJson">One JSON object a line.</param>
/// <param name="clock">The only clock.</param>
internal sealed class Log(TextWriter to, bool asJson, TimeProvider clock)
{
    private readonly Lock gate = new();

    /// <summary>Something went as it should.</summary>
    public void Info(string step, params ReadOnlySpan<(string Name, object? Value)> facts)
        => Write("info", step, facts);

    /// <summary>Something that an operator should look at.</summary>
    public void Warn(string step, params ReadOnlySpan<(string Name, object? Value)> facts)
        => Write("warn", step, facts);

    private void Write(string level, string step, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var at = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = asJson ? Json(at, level, step, facts) : Plain(at, level, step, facts);
        lock (gate)
        {
            to.WriteLine(line);
            to.Flush();
        }
    }

    private static string Plain(string at, string level, string step, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var line = new StringBuilder($"{at} {level} {step}");
        foreach (var (name, value) in facts)
        {
            line.Append(' ').Append(name).Append('=').Append(OneLine(value));
        }

        return line.ToString();
    }

    private static string Json(string at, string level, string step, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("at", at);
            json.WriteString("level", level);
            json.WriteString("step", step);
            foreach (var (name, value) in facts)
            {
                json.WriteString(name, OneLine(value));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // A file name may hold a line break: one event stays one line.
    private static string OneLine(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = char.IsControl(from[i]) ? ' ' : from[i];
        });
    }
}
