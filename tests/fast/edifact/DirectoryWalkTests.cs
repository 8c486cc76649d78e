using System.Globalization;
using System.Text;
using Gateway.Documents;
using Gateway.Edifact;
using Xunit;

namespace Gateway.Tests.Fast.Edifact;

/// <summary>
/// Every message of every stored release is made from its table and read: what the table allows gets no finding about the
/// structure, and each segment the place it was made for.
/// </summary>
public sealed class DirectoryWalkTests
{
    // Tables in which one tag may follow in two places: docs/standards.md says how they are read.
    private static readonly Dictionary<string, string> Ambiguous = new()
    {
        ["93A"] = "CONEST CONITT CONTEN DELFOR",
        ["94A"] = "CONEST CONITT CONTEN DELFOR DELJIT INVRPT",
        ["95B"] = "DELFOR DELJIT INVRPT",
        ["96A"] = "DELFOR DELJIT INVRPT",
    };

    public static TheoryData<string> Stored => DirectoryImportTests.Stored;

    [Theory]
    [MemberData(nameof(Stored))]
    public void Every_message_is_read_as_it_was_made_from_its_table(string name)
    {
        var release = Shared.Release(name);
        var directory = EdifactDirectory.BuiltIn.With([ImportedDirectory.Read(Encoding.UTF8.GetBytes(ImportedDirectory.Write(release)))!]);
        var wrong = new List<string>();
        var ambiguous = new List<string>();
        foreach (var (type, table) in release.Messages.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (table.HasDefect) continue;
            var form = directory.Find(type, "D", name)!;
            Assert.True(form.IsExact);
            if (Choices.In(form.Schema).Count > 0) ambiguous.Add(type);

            // Its LIN of the message follows its LIN of a NAD, and nothing but a NAD tells them apart.
            if (type == "DELFOR" && ambiguous.Contains(type)) continue;
            if (Read(new MadeMessage(form.Schema, false), type, name, directory) is { } few) wrong.Add(few);
            if (Read(new MadeMessage(form.Schema, true), type, name, directory) is { } many) wrong.Add(many);
        }

        Assert.Equal(Ambiguous.GetValueOrDefault(name, ""), string.Join(' ', ambiguous));
        Assert.Equal([], wrong);
    }

    private static string? Read(MadeMessage made, string type, string release, EdifactDirectory directory)
    {
        var findings = new Findings(1_000_000);
        var tree = new Tree();
        using var reader = new EdifactReader(
            HandMade.Raw(Encoding.ASCII.GetBytes(made.Interchange(type, release))), directory.Find, findings, 0, null, 1);
        Assert.True(reader.Read(tree, out _));
        var places = Places(tree).ToList();
        Assert.False(reader.Read(new Tree(), out _));
        if (findings.All.FirstOrDefault(f => EdifactFindings.IsStructure(f.Code)) is { } fault) return $"{type}: {fault.Sentence}";
        return places.SequenceEqual(made.Places) ? null : $"{type}: a segment stands in another place than it was made for.";
    }

    private static IEnumerable<int> Places(Tree tree)
    {
        for (var node = 1; node < tree.Nodes.Length; node++)
        {
            var position = tree.Nodes[node].Position;
            if (position > 0 && tree.Schema![position].Kind is not (PositionKind.Segment or PositionKind.Group)) continue;
            if (position == 0 || tree.NameOf(node) is not ("UNB" or "UNG" or "UIB")) yield return position;
        }
    }

    /// <summary>A message made from a table.</summary>
    private sealed class MadeMessage
    {
        private readonly Schema schema;
        private readonly bool isFull;
        private readonly StringBuilder text = new();
        private int segments;

        public MadeMessage(Schema schema, bool isFull)
        {
            (this.schema, this.isFull) = (schema, isFull);
            Content(Schema.Root, isFull);
        }

        /// <summary>The position of each segment, UNH first.</summary>
        public List<int> Places { get; } = [];

        public string Interchange(string type, string release)
        {
            var invariant = CultureInfo.InvariantCulture;
            if (schema.Child(Schema.Root, "UIH") != 0)
            {
                return string.Create(invariant,
                    $"UIB+UNOC:4+1'UIH+{type}:D:{release}::UN+1'{text}UIT+1+{segments}'UIZ+1+1'");
            }

            return string.Create(invariant, $"UNB+UNOC:3+A+B+260101:1200+1'UNH+1+{type}:D:{release}:UN'{text}UNT+{segments}+1'UNZ+1+1'");
        }

        // All of it once and, where it may repeat, once more with what is mandatory: so every group is left and entered again.
        private void Content(int parent, bool all)
        {
            var shape = schema.ChildrenOf(parent);
            for (var p = shape.First; p < shape.First + shape.Count; p++)
            {
                var position = schema[p];
                if (position.Kind is not (PositionKind.Segment or PositionKind.Group) || position.Name is "UNB" or "UNG" or "UIB") continue;
                if (!all && position.Min == 0) continue;
                Add(p, all);
                if (all && position.Max > 1) Add(p, false);
            }
        }

        private void Add(int at, bool all)
        {
            Places.Add(at);
            segments++;
            if (schema.NameOf(at) is not ("UNH" or "UNT" or "UIH" or "UIT")) text.Append(schema.NameOf(at)).Append("+1'");
            if (schema[at].Kind == PositionKind.Group) Content(at, all);
        }
    }

    /// <summary>Finds where a table lets one tag follow in two places.</summary>
    private sealed class Choices
    {
        private readonly Schema schema;
        private readonly SortedSet<string> found = new(StringComparer.Ordinal);

        private Choices(Schema schema) => this.schema = schema;

        public static SortedSet<string> In(Schema schema)
        {
            var all = new Choices(schema);
            all.After([], Schema.Root);
            return all.found;
        }

        // After each segment: what may follow in its group, then outwards, until something mandatory bars the way.
        private void After(List<(List<int> Steps, int At)> outer, int group)
        {
            var steps = Steps(group);
            if (group != Schema.Root) Follow(outer, steps, -1, schema.NameOf(group));
            for (var i = 0; i < steps.Count; i++)
            {
                if (schema[steps[i]].Kind == PositionKind.Group) After([.. outer, (steps, i)], steps[i]);
                else Follow(outer, steps, i, schema.NameOf(steps[i]));
            }
        }

        private void Follow(List<(List<int> Steps, int At)> outer, List<int> steps, int at, string name)
        {
            var tags = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var f = outer.Count; f >= 0; f--)
            {
                if (f < outer.Count) (steps, at) = outer[f];
                if (at >= 0 && schema[steps[at]].Max > 1) Take(tags, steps[at], name);
                for (var i = at + 1; i < steps.Count; i++)
                {
                    Take(tags, steps[i], name);
                    if (schema[steps[i]].Min > 0) return;
                }
            }
        }

        private void Take(Dictionary<string, int> tags, int step, string after)
        {
            if (!tags.TryAdd(schema.NameOf(step), step) && tags[schema.NameOf(step)] != step) found.Add($"{after}>{schema.NameOf(step)}");
        }

        private List<int> Steps(int parent)
        {
            var shape = schema.ChildrenOf(parent);
            return [.. Enumerable.Range(shape.First, shape.Count)
                .Where(p => schema[p].Kind is PositionKind.Segment or PositionKind.Group && schema[p].Name is not ("UNB" or "UNG" or "UIB"))];
        }
    }
}
