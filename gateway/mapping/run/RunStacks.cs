using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>The stacks of a run: nodes, values, units, origins, text, and which nodes were read.</summary>
internal sealed partial class Run
{
    private int[] stack = new int[256];
    private Value[] values = new Value[64];
    private Value[] units = new Value[8];
    private OriginNote[] origins = new OriginNote[64];
    private byte[] text = new byte[4096];
    private decimal[] figures = new decimal[16];
    private ulong[] reads = [];
    private int textTop;
    private int figureTop;
    private int unitTop;

    /// <summary>How many nodes are on the stack.</summary>
    public int Top { get; set; }

    /// <summary>How many values are on the stack.</summary>
    public int ValueTop { get; set; }

    /// <summary>How much text and how many figures are made; set back once a test is over.</summary>
    public MadeMark MadeTop
    {
        get => new(textTop, figureTop);
        set => (textTop, figureTop) = (value.Text, value.Figures);
    }

    /// <summary>How many origins are noted.</summary>
    public int OriginTop { get; private set; }

    /// <summary>The nodes on the stack from an index on.</summary>
    public Span<int> Nodes(int from) => stack.AsSpan(from, Top - from);

    /// <summary>The node at an index of the stack.</summary>
    public int NodeAt(int index) => stack[index];

    /// <summary>Puts a node on the stack.</summary>
    public void Push(int node)
    {
        var (all, top) = (stack, Top);
        if (top >= all.Length)
        {
            Array.Resize(ref stack, top * 2);
            all = stack;
        }

        all[top] = node;
        Top = unchecked(top + 1);
    }

    /// <summary>Replaces the nodes between two indices by those above.</summary>
    public void Settle(int from, int to)
    {
        // Mostly one or two, which move by so little that a copy of memory would overlap itself.
        var all = stack;
        unchecked
        {
            for (var i = to; i < Top; i++) all[from++] = all[i];
        }

        Top = from;
    }

    /// <summary>The value at an index of the stack.</summary>
    public ref Value ValueAt(int index) => ref values[index];

    /// <summary>Puts a value on the stack.</summary>
    public void Push(in Value value)
    {
        if (ValueTop < values.Length)
        {
            values[ValueTop++] = value;
            return;
        }

        // The value may stand in the array that is left.
        var pushed = value;
        Array.Resize(ref values, ValueTop * 2);
        values[ValueTop++] = pushed;
    }

    /// <summary>Replaces the values between two indices by those above.</summary>
    /// <returns>How many these are.</returns>
    public int SettleValues(int from, int to)
    {
        var count = ValueTop - to;
        Array.Copy(values, to, values, from, count);
        ValueTop = from + count;
        return count;
    }

    /// <summary>Keeps a unit or currency.</summary>
    /// <returns>Its number.</returns>
    public int AddUnit(in Value unit)
    {
        var added = unit;
        if (unitTop == units.Length) Array.Resize(ref units, unitTop * 2);
        units[unitTop++] = added;
        return unitTop;
    }

    /// <summary>A unit by its number.</summary>
    public ref readonly Value Unit(int number) => ref units[number - 1];

    /// <summary>Forgets values, origins and text once a leaf is written.</summary>
    public void EndValue() => ValueTop = OriginTop = textTop = figureTop = unitTop = 0;

    /// <summary>Notes a source if sources are noted.</summary>
    public void Note(int node, OriginRole role)
    {
        if (Track == Tracking.None) return;
        ref readonly var n = ref Source.Nodes[node];
        Note(node, n.Start, n.Length, Track == Tracking.Key ? OriginRole.Key : role);
    }

    /// <summary>Notes again what was noted before.</summary>
    public void Note(ReadOnlySpan<OriginNote> noted)
    {
        foreach (ref readonly var note in noted) Note(note.Node, note.Start, note.Length, note.Role);
    }

    /// <summary>What was noted from an index on.</summary>
    public ReadOnlySpan<OriginNote> NotesFrom(int from) => origins.AsSpan(from, OriginTop - from);

    /// <summary>Notes that nothing stood there: after the end of the node.</summary>
    public void NoteAbsent(int node)
    {
        if (Track == Tracking.None) return;
        ref readonly var n = ref Source.Nodes[node];
        Note(node, n.Start + n.Length, 0, OriginRole.Absent);
    }

    /// <summary>Narrows a value's own origin to a piece of it.</summary>
    public void Narrow(in Value value, int start, int length)
    {
        for (var i = value.OriginFrom; i < value.OriginTo; i++)
        {
            if (origins[i].Node == value.Node && origins[i].Role == OriginRole.Value) (origins[i].Start,
                origins[i].Length) = (start, length);
        }
    }

    /// <summary>Says that a value was passed over: it decided which others were taken and is no part of them.</summary>
    public void PassOver(in Value value) => PassOver(value.OriginFrom, value.OriginTo);

    /// <summary>Says that what was noted from here to there gave no value: it only decided that another was taken.</summary>
    public void PassOver(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (origins[i].Role == OriginRole.Value) origins[i].Role = OriginRole.Key;
        }
    }

    /// <summary>Notes the same sources again.</summary>
    public void CopyOrigins(int from, int to)
    {
        for (var i = from; i < to; i++) Note(origins[i].Node, origins[i].Start, origins[i].Length, origins[i].Role);
    }

    /// <summary>Whether one of the origins is the value itself rather than what decided.</summary>
    public bool IsFromSource(in Value value)
    {
        for (var i = value.OriginFrom; i < value.OriginTo; i++)
        {
            if (origins[i].Role == OriginRole.Value) return true;
        }

        return false;
    }

    /// <summary>Gives the newest node of the target its origins.</summary>
    public void WriteOrigins(int from, int to)
    {
        var notes = origins.AsSpan(from, to - from);
        for (var i = 0; i < notes.Length; i++)
        {
            ref readonly var note = ref notes[i];
            if (i < Limits.OriginsMax) WriteOrigin(note);
            if (note.Role != OriginRole.Absent) MarkRead(note.Node);
        }
    }

    /// <summary>Gives the newest node of the target one node of the source as its only origin.</summary>
    public void WriteOrigin(int node, OriginRole role = OriginRole.Value)
    {
        ref readonly var n = ref Source.Nodes[node];
        if (Source.HasSources) WriteOrigin(new OriginNote { Node = node, Start = n.Start, Length = n.Length, Role = role });
        else Target.AddOrigin(Source.SpanOf(n.Start, n.Length), role);
        MarkRead(node);
    }

    private void WriteOrigin(in OriginNote note)
    {
        // Between two canonical documents the sender's own bytes stay the origin.
        var earlier = Source.HasSources ? Source.Sources(note.Node, out _) : [];
        if (earlier.Length == 0)
        {
            // What a reader wrote itself, such as a header put together from several cells, stands nowhere.
            var span = Source.SpanOf(note.Start, note.Length);
            if (span.Start >= 0) Target.AddOrigin(span, note.Role);
        }
        else
        {
            foreach (var origin in earlier) Target.AddOrigin(origin.Span, note.Role == OriginRole.Value ? origin.Role
                : note.Role);
        }
    }

    /// <summary>Says that a rule has read a node.</summary>
    public void MarkRead(int node) => reads[node >> 6] |= 1UL << (node & 63);

    /// <summary>Says that everything of a node is dealt with.</summary>
    public void MarkReadAll(int node)
    {
        var end = Source.Nodes[node].Next;
        for (var i = node; i < end; i++) MarkRead(i);
    }

    /// <summary>Says that what is noted was read, though it is written nowhere.</summary>
    public void MarkNoted()
    {
        for (var i = 0; i < OriginTop; i++) MarkRead(origins[i].Node);
    }

    /// <summary>Whether a rule has read a node.</summary>
    public bool IsRead(int node) => (reads[node >> 6] & (1UL << (node & 63))) != 0;

    /// <summary>The first node from one on that no rule has read; the end when all are read.</summary>
    public int NextUnread(int from, int end)
    {
        while (from < end)
        {
            var unread = ~reads[from >> 6] & (ulong.MaxValue << (from & 63));
            if (unread != 0) return Math.Min(end, (from & ~63) + System.Numerics.BitOperations.TrailingZeroCount(unread));
            from = (from & ~63) + 64;
        }

        return end;
    }

    /// <summary>Copies what was read so far.</summary>
    /// <param name="into">Grows where it must; a bit for each node.</param>
    public void CopyReads(ref ulong[] into)
    {
        var words = (Source.Nodes.Length >> 6) + 1;
        if (into.Length < words) into = new ulong[words * 2];
        reads.AsSpan(0, words).CopyTo(into);
    }

    private void ForgetReads(int count)
    {
        var words = (count >> 6) + 1;
        if (reads.Length < words) reads = new ulong[words];
        else Array.Clear(reads, 0, words);
    }

    private void Note(int node, int start, int length, OriginRole role)
    {
        if (OriginTop == origins.Length) Array.Resize(ref origins, OriginTop * 2);
        origins[OriginTop++] = new OriginNote { Node = node, Start = start, Length = length, Role = role };
    }

    private int Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return textTop - bytes.Length;
    }

    private int KeepFigure(decimal number)
    {
        if (figureTop == figures.Length) Array.Resize(ref figures, figureTop * 2);
        figures[figureTop] = number;
        return figureTop++;
    }

    /// <summary>Room for text; counted as used.</summary>
    private Span<byte> Room(int bytes)
    {
        if (textTop + bytes > text.Length) Array.Resize(ref text, Math.Max(text.Length * 2, textTop + bytes));
        textTop += bytes;
        return text.AsSpan(textTop - bytes, bytes);
    }
}

/// <summary>How much a run had made.</summary>
/// <param name="Text">Bytes of text.</param>
/// <param name="Figures">Numbers.</param>
internal readonly record struct MadeMark(int Text, int Figures);
