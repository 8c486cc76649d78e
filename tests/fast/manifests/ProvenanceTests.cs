using System.Globalization;
using System.Text;
using Gateway.Documents;

namespace Gateway.Tests.Fast.Manifests;

/// <summary>Every value of every sample can be made again from the bytes that it says it came from.</summary>
public sealed class ProvenanceTests
{
    private static readonly Dictionary<string, string> BillTypes = new(StringComparer.Ordinal)
    {
        ["MB"] = "704", ["BM"] = "705", ["BH"] = "714", ["AWB"] = "740", ["MWB"] = "741", ["HWB"] = "703",
    };

    // What a mapping may say by itself: numbers in a list, constants and what stands in for a missing code.
    private static readonly string[] OwnWords =
        ["SequenceNumeric", "IdentificationTypeCode", "TypeCode", "FunctionCode", "Label", "Path"];

    public static TheoryData<string> Samples => SampleFiles.All;

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_value_comes_from_its_bytes(string name)
    {
        var bytes = SampleFiles.Read(name);

        foreach (var document in await TestGateway.Translate(name, bytes, withValues: true))
        {
            foreach (var value in document.Values.Where(v => !v.IsAdded && v.Rule is not null))
            {
                var texts = value.Origins.Where(o => o.Role == OriginRole.Value)
                    .Select(o => RawText.Of(bytes, o.Span)).ToList();
                var said = $"{document.Name} {value.Path} = '{value.Text}' from [{string.Join("][", texts)}] "
                    + $"by {value.Rule!.Text}";
                if (texts.Count == 0) Assert.Contains(value.Path.Split('/')[^1].Split('[')[0], OwnWords);
                else Assert.True(MakesAgain(value, texts), said);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_origin_lies_in_the_message(string name)
    {
        var bytes = SampleFiles.Read(name);

        foreach (var document in await TestGateway.Translate(name, bytes, withValues: true))
        {
            Assert.All(
                document.Values.SelectMany(v => v.Origins),
                o => Assert.InRange(o.Span.End, o.Span.Start, bytes.Length));
        }
    }

    private static bool MakesAgain(MadeValue value, List<string> texts)
    {
        var rule = value.Rule!.Text;
        var text = texts[0];
        if (rule.Contains("join(", StringComparison.Ordinal) && texts.Count > 1)
        {
            var separator = rule.Contains("join(', ')", StringComparison.Ordinal) ? ", " : " ";
            return value.Text == string.Join(separator, texts);
        }

        if (texts.Count > 1) return false;
        if (rule.Contains("translate(bill)", StringComparison.Ordinal))
        {
            return BillTypes.GetValueOrDefault(text) == value.Text;
        }

        if (rule.Contains("| date", StringComparison.Ordinal)) return IsSameMoment(text, value.Text);
        if (rule.Contains("compact", StringComparison.Ordinal)) return IndependentCount.Compact(text) == value.Text;
        if (rule.Contains("left(2)", StringComparison.Ordinal)) return text[..Math.Min(2, text.Length)] == value.Text;
        if (rule.Contains("number", StringComparison.Ordinal) || rule.Contains("| measure", StringComparison.Ordinal)
            || rule.Contains("| amount", StringComparison.Ordinal))
        {
            return text == value.Text || (Number(text) is { } a && Number(value.Text) is { } b && a == b);
        }

        return text == value.Text;
    }

    private static decimal? Number(string text)
        => decimal.TryParse(text.Replace(',', '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    // The same figures in the same order; an offset in hours gains its minutes.
    private static bool IsSameMoment(string sent, string made)
    {
        var figures = new string([.. sent.Where(char.IsAsciiDigit)]);
        var written = new string([.. made.Where(char.IsAsciiDigit)]);
        return written == figures || written == figures + "00";
    }
}

/// <summary>The text of bytes as a person reads them: repertoire of UNB 0001, release characters taken away.</summary>
internal static class RawText
{
    public static string Of(byte[] bytes, SourceSpan span)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(40, bytes.Length));
        var encoding = head.Contains("UNOW", StringComparison.Ordinal) ? Encoding.UTF8 : Encoding.Latin1;
        var release = head.StartsWith("UNA", StringComparison.Ordinal) ? head[6] : '?';
        var raw = encoding.GetString(bytes, (int)span.Start, span.Length);
        var text = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == release && release != ' ' && i + 1 < raw.Length) i++;
            text.Append(raw[i]);
        }

        return text.ToString();
    }
}
