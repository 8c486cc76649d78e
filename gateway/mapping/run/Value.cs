namespace Gateway.Mappings;

/// <summary>Where the text of a value lies.</summary>
internal enum ValueForm : byte
{
    /// <summary>The whole text of a node of the source.</summary>
    Node,

    /// <summary>Bytes of the source's window that need no decoding.</summary>
    Piece,

    /// <summary>Bytes made by a function or written in the mapping, in the run's text.</summary>
    Made,

    /// <summary>A number that was calculated; its text is written when somebody asks for it.</summary>
    Figure,
}

/// <summary>One value while an expression is evaluated.</summary>
internal struct Value
{
    /// <summary>Where its text lies.</summary>
    public ValueForm Form;

    /// <summary>Its text is a number as a target must have it.</summary>
    public bool IsNumber;

    /// <summary>Its text is made, and the same wherever the nodes follow the same patterns.</summary>
    public bool IsFixed;

    /// <summary>The node it came from, for findings; -1 for none.</summary>
    public int Node;

    /// <summary>First byte, of a piece or a made text; the number of a figure among those of the run.</summary>
    public int Start;

    /// <summary>Bytes, of a piece or a made text.</summary>
    public int Length;

    /// <summary>First of its origins.</summary>
    public int OriginFrom;

    /// <summary>After the last of its origins.</summary>
    public int OriginTo;

    /// <summary>Number of its unit or currency in the run, counted from 1; 0 for none.</summary>
    public int Unit;
}

/// <summary>What an expression notes of its sources.</summary>
internal enum Tracking : byte
{
    /// <summary>Nothing: the result only selects.</summary>
    None,

    /// <summary>What is read decides something.</summary>
    Key,

    /// <summary>What is read becomes the value.</summary>
    Value,
}

/// <summary>A source noted while an expression is evaluated.</summary>
internal struct OriginNote
{
    /// <summary>The node.</summary>
    public int Node;

    /// <summary>First byte in the source's window.</summary>
    public int Start;

    /// <summary>Bytes.</summary>
    public int Length;

    /// <summary>What it contributed.</summary>
    public Gateway.Documents.OriginRole Role;
}
