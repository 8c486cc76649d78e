using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>How a position is written.</summary>
internal enum Writing : byte
{
    /// <summary>Not written: the schema does not know it.</summary>
    Nothing,

    /// <summary>A class with children.</summary>
    Class,

    /// <summary>A value that is text in JSON.</summary>
    Text,

    /// <summary>A value that is a number in JSON.</summary>
    Number,

    /// <summary>A value that is true or false in JSON.</summary>
    Boolean,

    /// <summary>A value with attributes: in JSON an object with <c>value</c>.</summary>
    Measured,

    /// <summary>An attribute.</summary>
    Attribute,
}

/// <summary>What the writers need of a schema, as bytes; made once for each schema.</summary>
internal sealed class FormTable
{
    private static readonly ConditionalWeakTable<Schema, FormTable> Tables = [];

    private FormTable(Schema schema)
    {
        var count = schema.Positions.Length;
        (Writings, Repeats, Properties, Starts, Ends, Spaces) =
            (new Writing[count], new bool[count], new byte[count][], new byte[count][], new byte[count][], new byte[count]);
        var spaces = new List<string> { "" };
        Writings[0] = Writing.Nothing;
        for (var i = 1; i < count; i++)
        {
            var position = schema[i];
            Writings[i] = WritingOf(schema, i);
            Repeats[i] = position.Max > 1 || (position.Flags & PositionFlags.Repeats) != 0;
            Properties[i] = [.. ",\""u8, .. Encoding.UTF8.GetBytes(position.JsonName ?? position.Name), .. "\":"u8];
            var tag = Encoding.UTF8.GetBytes(position.Name);
            Starts[i] = position.Kind == PositionKind.Attribute ? AttributeStart(position, i) : [.. "<"u8, .. tag];
            Ends[i] = [.. "</"u8, .. tag, .. ">"u8];
            if (position.Kind == PositionKind.Attribute) continue;
            var space = spaces.IndexOf(position.Namespace ?? "");
            if (space < 0) spaces.Insert(space = spaces.Count, position.Namespace!);
            Spaces[i] = checked((byte)space);
        }

        Declarations = [.. spaces.Select(space => (byte[])[.. " xmlns=\""u8, .. Encoding.UTF8.GetBytes(space), .. "\""u8])];
    }

    /// <summary>How each position is written.</summary>
    public Writing[] Writings { get; }

    /// <summary>Whether each position may occur more than once: an array in JSON.</summary>
    public bool[] Repeats { get; }

    /// <summary>JSON: comma, quoted name, colon.</summary>
    public byte[][] Properties { get; }

    /// <summary>XML: the start tag without its closing bracket, or the attribute up to its opening quote.</summary>
    public byte[][] Starts { get; }

    /// <summary>XML: the end tag.</summary>
    public byte[][] Ends { get; }

    /// <summary>XML: number of the namespace of each element; 0 for none.</summary>
    public byte[] Spaces { get; }

    /// <summary>XML: what makes a namespace the default one, by its number.</summary>
    public byte[][] Declarations { get; }

    /// <summary>The table of a schema.</summary>
    public static FormTable Of(Schema schema) => Tables.GetValue(schema, static known => new FormTable(known));

    // The prefix holds the position, so that two attributes of one element never share it.
    private static byte[] AttributeStart(Position position, int number)
    {
        var prefix = position.Namespace switch
        {
            null => "",
            "http://www.w3.org/XML/1998/namespace" => "xml:",
            var space => string.Create(CultureInfo.InvariantCulture, $"xmlns:a{number}=\"{space}\" a{number}:"),
        };
        return Encoding.UTF8.GetBytes($" {prefix}{position.Name}=\"");
    }

    private static Writing WritingOf(Schema schema, int number)
    {
        var position = schema[number];
        switch (position.Kind)
        {
            case PositionKind.Attribute: return Writing.Attribute;
            case PositionKind.Value or PositionKind.Element when position.Content >= 0: return Writing.Measured;
            case PositionKind.Value or PositionKind.Element: return OfType(position.Type);
            default: return Writing.Class;
        }
    }

    /// <summary>How a value of that type is written where it has no attributes.</summary>
    public static Writing OfType(SimpleType? type) => type?.Kind switch
    {
        ValueKind.Number or ValueKind.Integer => Writing.Number,
        ValueKind.Boolean => Writing.Boolean,
        _ => Writing.Text,
    };
}
