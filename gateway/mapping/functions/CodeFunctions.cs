using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Tables, code lists, the partner's constants and check digits.</summary>
internal static class CodeFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("iso6346", 1, 1, (run, node, call) => Every(run, node, call, text => CheckDigits.IsContainer(text))) { IsTest = true },
        new("checkdigit", 2, 2, CheckDigit) { IsTest = true, Prepare = c => CheckDigits.Find(c[0]),
            Wants = "one of " + CheckDigits.Names },
        new("zone", 2, 2, Zone) { Result = ResultKind.Moment, Prepare = c => IsOffset(c[0]) ? Encoding.ASCII.GetBytes(c[0]) : null,
            Wants = "an offset such as '+08:00'" },
    ];

    private static bool IsOffset(string text)
        => text.Length == 6 && text[0] is '+' or '-' && text[3] == ':'
            && text.Where((_, i) => i is 1 or 2 or 4 or 5).All(char.IsAsciiDigit);

    private static int CheckDigit(Run run, int node, CallExpression call)
        => Every(run, node, call, (CheckDigits.Test)call.Prepared!);

    private static int Every(Run run, int node, CallExpression call, CheckDigits.Test test)
    {
        var from = run.ValueTop;
        var count = call.Arguments[0].Values(run, node);
        var all = count > 0;
        for (var i = from; i < run.ValueTop && all; i++) all = test(run.TextOf(run.ValueAt(i)));
        run.ValueTop = from + (all ? 1 : 0);
        return all ? 1 : 0;
    }

    private static int Zone(Run run, int node, CallExpression call)
    {
        var count = call.Arguments[0].Values(run, node);
        Span<byte> zoned = stackalloc byte[64];
        for (var i = run.ValueTop - count; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var text = run.TextOf(value);
            var time = text.IndexOf((byte)'T');
            if (time < 0 || text[time..].ContainsAny((byte)'+', (byte)'-', (byte)'Z')) continue;
            if (text.Length > 40) continue;
            text.CopyTo(zoned);
            ((byte[])call.Prepared!).CopyTo(zoned[text.Length..]);
            run.ValueAt(i) = run.Made(zoned[..(text.Length + 6)], value);
        }

        return count;
    }
}

/// <summary><c>| translate(table, column)</c>.</summary>
internal sealed class TranslateExpression(Expression code, CodeTable table, int column) : Expression
{
    // A larger table would make too many patterns of nodes that differ in nothing else.
    private const int FewCodes = 32;

    public override bool IsNothing => code.IsNothing;

    public override ResultKind Result => ResultKind.Text;

    public override bool IsSeveral => code.IsSeveral;

    public override Need Need => code.Need;

    public override int Values(Run run, int node)
    {
        var count = code.Values(run, node);
        var kept = run.ValueTop - count;
        for (var i = kept; i < run.ValueTop; i++)
        {
            var value = run.ValueAt(i);
            var found = table.Find(run.TextOf(value), column);
            if (found is null) run.ReportValue(MappingFindings.NoRow, value, table.Name, run.Rule.Target);
            else
            {
                var isKey = value.Form == ValueForm.Node && run.Source.Nodes[value.Node].Length <= KeyReading.CodeBytes;
                run.ValueAt(kept++) = run.Made(found, value) with { IsFixed = isKey };
            }
        }

        count -= run.ValueTop - kept;
        run.ValueTop = kept;
        return count;
    }

    public override IReadOnlyList<Outline>? Draw(IReadOnlyList<Outline>? here, List<Standpoint> places)
    {
        code.Draw(here, places);
        return null;
    }

    public override bool DrawMade(List<Standpoint> places)
    {
        if (code.Draw(null, places) is not { } drawn || table.Codes.Count > FewCodes) return false;
        foreach (var outline in drawn) outline.IsCode = true;
        return true;
    }
}

/// <summary><c>listed(code list)</c>.</summary>
internal sealed class ListedExpression(Expression code, CodeList list) : Expression
{
    public override ResultKind Result => ResultKind.Truth;

    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node)
    {
        var from = run.ValueTop;
        var all = code.Values(run, node) > 0;
        Span<char> characters = stackalloc char[128];
        for (var i = from; i < run.ValueTop && all; i++)
        {
            var text = run.TextOf(run.ValueAt(i));
            all = text.Length <= characters.Length && list.Contains(characters[..Encoding.UTF8.GetChars(text,
                characters)]);
        }

        run.ValueTop = from;
        return all;
    }
}

/// <summary><c>index()</c>: the count of the nearest <c>each</c>.</summary>
internal sealed class IndexExpression(int depth) : Expression
{
    public override bool IsNumeric => true;

    public override ResultKind Result => ResultKind.Number;

    public override bool IsConstant => true;

    public override int Values(Run run, int node)
    {
        run.Push(run.Made(run.Indices[depth]));
        return 1;
    }

    /// <summary>Whether the count is a number.</summary>
    public Expression Is(int number) => new IndexIsExpression(depth, number);
}

/// <summary><c>index() = 1</c>.</summary>
internal sealed class IndexIsExpression(int depth, int number) : Expression
{
    public override int Values(Run run, int node) => 0;

    public override bool Test(Run run, int node) => run.Indices[depth] == number;
}

/// <summary><c>partner(key)</c>.</summary>
internal sealed class PartnerExpression(string key) : Expression
{
    public override bool IsConstant => true;

    public override int Values(Run run, int node)
    {
        if (!run.Partner.TryGetValue(key, out var text)) return 0;
        run.Push(run.Made(Encoding.UTF8.GetBytes(text)));
        return 1;
    }
}

/// <summary>Numbers whose last digit follows from the others.</summary>
internal static class CheckDigits
{
    /// <summary>Whether a number has the right form and check digit.</summary>
    public delegate bool Test(ReadOnlySpan<byte> text);

    /// <summary>Names, for findings.</summary>
    public const string Names = "'iso6346', 'imo', 'awb'";

    /// <summary>The test of that name; null when there is none.</summary>
    public static Test? Find(string name) => name switch
    {
        "iso6346" => IsContainer,
        "imo" => IsImo,
        "awb" => IsAwb,
        _ => null,
    };

    /// <summary>ISO 6346: three letters, U, J or Z, six digits and a check digit; blanks and hyphens do not
    /// count.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> text)
    {
        Span<byte> number = stackalloc byte[11];
        var length = 0;
        foreach (var b in text)
        {
            if (b is (byte)' ' or (byte)'-') continue;
            if (length == 11) return false;
            number[length++] = b;
        }

        if (length != 11 || number[3] is not ((byte)'U' or (byte)'J' or (byte)'Z')) return false;
        var sum = 0;
        for (var i = 0; i < 11; i++)
        {
            var isLetter = number[i] is >= (byte)'A' and <= (byte)'Z';
            if (isLetter != (i < 4) || (!isLetter && number[i] is not (>= (byte)'0' and <= (byte)'9'))) return false;
            if (i < 10) sum += Weight(number[i]) << i;
        }

        return sum % 11 % 10 == number[10] - '0';
    }

    // Letters count from 10, leaving out the multiples of 11.
    private static int Weight(byte character)
    {
        if (character <= '9') return character - '0';
        var letter = character - 'A';
        return 10 + letter + ((letter + 9) / 10);
    }

    /// <summary>A ship's IMO number: seven digits, the last from the sum of the others times 7 to 2.</summary>
    private static bool IsImo(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("IMO"u8)) text = text[3..].TrimStart((byte)' ');
        if (text.Length != 7 || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        var sum = 0;
        for (var i = 0; i < 6; i++) sum += (text[i] - '0') * (7 - i);
        return sum % 10 == text[6] - '0';
    }

    /// <summary>An air waybill number: three digits of the airline, eight of which the last is the first seven
    /// modulo 7.</summary>
    private static bool IsAwb(ReadOnlySpan<byte> text)
    {
        Span<byte> digits = stackalloc byte[11];
        var length = 0;
        foreach (var b in text)
        {
            if (b is (byte)'-' or (byte)' ') continue;
            if (length == 11 || b is < (byte)'0' or > (byte)'9') return false;
            digits[length++] = b;
        }

        if (length != 11) return false;
        var serial = 0;
        for (var i = 3; i < 10; i++) serial = (serial * 10) + digits[i] - '0';
        return serial % 7 == digits[10] - '0';
    }
}
