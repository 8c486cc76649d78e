using System.Collections.Immutable;

namespace Gateway.Documents;

/// <summary>What a position of a schema is.</summary>
public enum PositionKind : byte
{
    /// <summary>Position 0: a node whose name the schema does not have.</summary>
    Unknown,

    /// <summary>The document itself: message, XML document element, JSON root, sheet.</summary>
    Root,

    /// <summary>An EDIFACT segment group; it is one node with its trigger segment.</summary>
    Group,

    /// <summary>An EDIFACT segment.</summary>
    Segment,

    /// <summary>An EDIFACT composite data element.</summary>
    Composite,

    /// <summary>An EDIFACT simple data element or component.</summary>
    Element,

    /// <summary>A class: an XML element or JSON object that holds others.</summary>
    Class,

    /// <summary>A value: an XML element or JSON property with text.</summary>
    Value,

    /// <summary>An attribute of its parent: unit, currency, code list.</summary>
    Attribute,
}

/// <summary>How a position may be addressed and how its siblings stand.</summary>
[Flags]
public enum PositionFlags : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>May be left out of a path: an EDIFACT composite.</summary>
    Transparent = 1,

    /// <summary>Children come in the order of the schema, so a search may stop early.</summary>
    Ordered = 2,

    /// <summary>The node is its trigger segment: elements and inner segments are both its children.</summary>
    Trigger = 4,

    /// <summary>The position is a service segment (UNB, UNG, UNH, UNT): never carried, never reported as unread.</summary>
    Service = 8,

    /// <summary>A business key: goes into the search index.</summary>
    Key = 16,

    /// <summary>EDIFACT: stands once with a repeat count in the directory: in syntax 4 its repeats are written with the
    /// repetition separator and take one place; in syntax 1 to 3, and without this flag, each takes a place of its own.
    /// JSON: an array, even where it has one entry at most.</summary>
    Repeats = 32,

    /// <summary>The schema does not list everything that may stand below: what it lacks is kept, and no fault of the sender.</summary>
    Open = 64,
}

/// <summary>One position of a document type. Positions are shared: those below a segment are the same for each of its uses.</summary>
/// <param name="Name">Tag, element number, class or attribute name. Unique neither in a shape nor in a schema.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Min">How often it must occur in its parent.</param>
/// <param name="Max">How often it may occur in its parent; <see cref="int.MaxValue"/> means without limit.</param>
/// <param name="Content">The shape that holds its children; -1 for none.</param>
/// <param name="Type">Of its value; null where it has none.</param>
/// <param name="Flags">How it is addressed.</param>
public sealed record Position(
    string Name, PositionKind Kind, int Min, int Max, int Content, SimpleType? Type = null,
    PositionFlags Flags = PositionFlags.None)
{
    /// <summary>EDIFACT: place of the element in its segment or of the component in its composite, counted from 1
    /// (the tag is not counted); a repeated position takes <see cref="Max"/> places in syntax 1 to 3. 0 elsewhere.</summary>
    public int Slot { get; init; }

    /// <summary>XML namespace; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Property name in JSON; null means <see cref="Name"/>.</summary>
    public string? JsonName { get; init; }

    /// <summary>JSON: the member that holds the value where the others are its attributes; null means <c>value</c>.</summary>
    public string? ValueMember { get; init; }

    /// <summary>WCO Data Model identifier of the class or element, for example <c>42A</c> or <c>159</c>.</summary>
    public string? WcoId { get; init; }

    /// <summary>UN/TDED number of the data, for example 8260; 0 for none.</summary>
    public int Tded { get; init; }

    /// <summary>Our own short description, for dictionaries and editors.</summary>
    public string? Description { get; init; }

    /// <summary>XSD: the arms of choices in which it stands; of two arms of one choice a document has one.</summary>
    public ImmutableArray<ChoiceArm> Arms { get; init; }

    /// <summary>Name of the EDIFACT section (<c>UNH</c>, <c>UNS</c>, <c>HYN</c>) where one tag stands in several; else null.</summary>
    public string? Section { get; init; }
}

/// <summary>An arm of a choice.</summary>
/// <param name="Choice">Number of the choice among the children of one class.</param>
/// <param name="Number">Number of the arm.</param>
public readonly record struct ChoiceArm(int Choice, int Number);
