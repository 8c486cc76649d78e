using System.Text;
using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>A table for <c>translate</c>: a code and what stands for it, in one or several columns.</summary>
internal sealed class CodeTable
{
    private readonly List<string> columns = ["value"];
    private readonly List<byte[][]> rows = [];
    private readonly List<string> codes = [];
    private readonly ByteIndex index = new();

    private CodeTable(string name) => Name = name;

    /// <summary>Name, as <c>translate</c> gives it.</summary>
    public string Name { get; }

    /// <summary>The codes, in order.</summary>
    public IReadOnlyList<string> Codes => codes;

    /// <summary>The codes by what stands for them in the first column, in order.</summary>
    public IEnumerable<IGrouping<string, string>> ByMeaning
        => codes.Select((code, row) => (Code: code, Means: Encoding.UTF8.GetString(rows[row][0])))
            .GroupBy(row => row.Means, row => row.Code);

    /// <summary>Names of the columns after the code.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>A table written in the mapping.</summary>
    public static CodeTable Inline(Entry block, Findings findings)
    {
        var table = new CodeTable(block.Key);
        foreach (var row in block.Children)
        {
            if (row.Text is null) findings.AddAt(MappingFindings.BadTable, row, block.Key);
            else table.AddRow(row.Key, [row.Text]);
        }

        return table;
    }

    /// <summary>A table in a CSV file: a line of column names, the code first; quotes as in RFC 4180 §2.</summary>
    public static CodeTable Csv(Entry entry, ReadOnlyMemory<byte> bytes, Findings findings)
    {
        var table = new CodeTable(entry.Key);
        table.columns.Clear();
        var isHead = true;
        foreach (var line in Encoding.UTF8.GetString(bytes.Span).Split('\n'))
        {
            if (line.Trim().Length == 0) continue;
            var cells = Cells(line.TrimEnd('\r'));
            if (isHead) table.columns.AddRange(cells.Skip(1));
            else if (cells.Count < 2) findings.AddAt(MappingFindings.BadTable, entry, entry.Key);
            else table.AddRow(cells[0], cells.Skip(1));
            isHead = false;
        }

        return table;
    }

    /// <summary>What stands for a code; null when the table has no such row.</summary>
    public byte[]? Find(ReadOnlySpan<byte> code, int column)
    {
        var row = index.Find(code);
        return row < 0 || column >= rows[row].Length ? null : rows[row][column];
    }

    /// <summary>Writes everything that has a meaning, for the digest.</summary>
    public void Describe(StringBuilder into)
    {
        into.Append(Name).Append('|').AppendJoin('|', columns).Append('\n');
        for (var i = 0; i < rows.Count; i++)
        {
            into.Append(Encoding.UTF8.GetString(index.Key(i)));
            foreach (var cell in rows[i]) into.Append('|').Append(Encoding.UTF8.GetString(cell));
            into.Append('\n');
        }
    }

    private void AddRow(string code, IEnumerable<string> values)
    {
        if (index.Add(Encoding.UTF8.GetBytes(code)) != rows.Count) return;
        rows.Add([.. values.Select(Encoding.UTF8.GetBytes)]);
        codes.Add(code);
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (c == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}

/// <summary>Numbers byte strings in the order of their first appearance; finds one without making a string.</summary>
internal sealed class ByteIndex
{
    private readonly List<byte[]> keys = [];
    private int[] slots = new int[16];

    public int Count => keys.Count;

    public byte[] Key(int number) => keys[number];

    /// <summary>The number of a key, new or not.</summary>
    public int Add(byte[] key)
    {
        var known = Find(key);
        if (known >= 0) return known;
        keys.Add(key);
        if (keys.Count * 2 > slots.Length) Rebuild();
        else Place(keys.Count - 1);
        return keys.Count - 1;
    }

    /// <summary>The number of a key; -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        var mask = slots.Length - 1;
        for (var at = ByteHash.Of(key) & mask; slots[at] != 0; at = (at + 1) & mask)
        {
            if (key.SequenceEqual(keys[slots[at] - 1])) return slots[at] - 1;
        }

        return -1;
    }

    private void Rebuild()
    {
        slots = new int[slots.Length * 2];
        for (var i = 0; i < keys.Count; i++) Place(i);
    }

    private void Place(int number)
    {
        var mask = slots.Length - 1;
        var at = ByteHash.Of(keys[number]) & mask;
        while (slots[at] != 0) at = (at + 1) & mask;
        slots[at] = number + 1;
    }
}

/// <summary>Hashes of byte strings that are the same on every machine.</summary>
internal static class ByteHash
{
    /// <summary>FNV-1a over all bytes.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes) hash = unchecked((hash ^ b) * 16777619u);
        return Mixed(hash);
    }

    /// <summary>FNV-1a over what <c>~=</c> compares: letters and digits, ASCII letters in upper case.</summary>
    public static int OfCompact(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            var c = Compact.Of(b);
            if (c != 0) hash = unchecked((hash ^ c) * 16777619u);
        }

        return Mixed(hash);
    }

    private static int Mixed(uint hash) => unchecked((int)((hash ^ (hash >> 15)) & 0x7FFFFFFF));
}

/// <summary>Comparison that ignores case and all but letters and digits.</summary>
internal static class Compact
{
    /// <summary>The byte as it is compared; 0 when it is left out. Bytes beyond ASCII count as letters.</summary>
    public static byte Of(byte b) => b switch
    {
        >= (byte)'a' and <= (byte)'z' => (byte)(b - 32),
        >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' or >= 128 => b,
        _ => 0,
    };

    /// <summary>Whether two texts are alike; two texts without any letter or digit are not.</summary>
    public static bool Equal(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int i = 0, j = 0, common = 0;
        while (true)
        {
            while (i < a.Length && Of(a[i]) == 0) i++;
            while (j < b.Length && Of(b[j]) == 0) j++;
            if (i == a.Length || j == b.Length) return i == a.Length && j == b.Length && common > 0;
            if (Of(a[i++]) != Of(b[j++])) return false;
            common++;
        }
    }
}
