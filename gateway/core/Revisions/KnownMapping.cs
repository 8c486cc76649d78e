using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>A mapping of a revision: what it serves is known at once, its rules are read where they are needed. Thread-safe.</summary>
/// <param name="name">Name of the mapping.</param>
/// <param name="glance">What stands before its rules.</param>
/// <param name="load">Reads all of it; takes the faults.</param>
internal sealed class KnownMapping(string name, MappingGlance glance, Func<Findings, MappingText?> load)
{
    private readonly Findings faults = new();
    private readonly Lock reading = new();
    private MappingText? text;

    /// <summary>A mapping that was read already.</summary>
    public KnownMapping(MappingText text)
        : this(text.Name, new MappingGlance(text.Head, text.HasBase, text.Layout, text.PlaceOf("from")), _ => text)
    {
    }

    public string Name => name;

    public MappingHead Head => glance.Head;

    public bool HasBase => glance.HasBase;

    public TableLayout? Layout => glance.Layout;

    /// <summary>Where its source is named, below the mappings folder.</summary>
    public Place From => glance.From;

    /// <summary>The whole text.</summary>
    /// <exception cref="BrokenConfigurationException">It has faults.</exception>
    public MappingText Text
    {
        get
        {
            lock (reading)
            {
                if (text is null && faults.Errors == 0) text = load(faults);
                return text ?? throw new BrokenConfigurationException(faults);
            }
        }
    }
}
