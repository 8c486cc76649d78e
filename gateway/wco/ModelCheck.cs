using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Documents;

namespace Gateway.Wco;

/// <summary>Checks one document in one pass; a good document costs no allocation.</summary>
internal ref struct ModelCheck
{
    private readonly Tree tree;
    private readonly ReadOnlySpan<Node> nodes;
    private readonly Schema schema;
    private readonly ModelSchema model;
    private readonly Func<string, CodeList?> codeLists;
    private readonly DateOnly on;
    private readonly Findings findings;
    private Lists lists;

    public ModelCheck(Tree document, ModelSchema compiled, Func<string, CodeList?> listOf, DateOnly day, Findings into)
    {
        (tree, model, schema, codeLists, on, findings) = (document, compiled, compiled.Schema, listOf, day, into);
        nodes = document.Nodes;
    }

    public void Run()
    {
        if (nodes.Length > 0) CheckChildren(0);
    }

    private void CheckChildren(int node)
    {
        var required = model.Required[nodes[node].Position];
        var (next, last, run) = (0, 0, 0);
        var end = nodes[node].Next;
        for (var child = unchecked(node + 1); child < end; child = nodes[child].Next)
        {
            int position = nodes[child].Position;
            if (position == 0)
            {
                Report(WcoFindings.NotInModel, child, tree.NameOf(child), PathOf(WcoFindings.NotInModel, node));
                continue;
            }

            if (position < last) Report(WcoFindings.OutOfOrder, child, tree.NameOf(child), PathOf(WcoFindings.OutOfOrder, node));
            run = position == last ? run + 1 : 1;
            last = position;
            if (run > schema[position].Max) ReportTooMany(child, node, run);
            while (next < required.Length && required[next] < position) ReportMissing(node, required[next++]);
            if (next < required.Length && required[next] == position) next++;
            Check(child, position);
        }

        while (next < required.Length) ReportMissing(node, required[next++]);
    }

    private void Check(int node, int position)
    {
        if (schema[position].Type is not { } type)
        {
            CheckChildren(node);
            return;
        }

        if (tree.IsPlain(node))
        {
            CheckValue(node, type, tree.Bytes(node));
        }
        else
        {
            var buffer = ArrayPool<byte>.Shared.Rent(tree.MaxTextLength(node));
            CheckValue(node, type, buffer.AsSpan(0, tree.Text(node, buffer)));
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (nodes[node].Next > node + 1) CheckChildren(node);
    }

    private void CheckValue(int node, SimpleType type, scoped ReadOnlySpan<byte> text)
    {
        switch (type.Kind)
        {
            case ValueKind.Number or ValueKind.Integer:
                CheckNumber(node, type, text);
                return;
            case ValueKind.Moment:
                if (!ValueCheck.IsMoment(text)) ReportValue(WcoFindings.NotAMoment, node);
                return;
            case ValueKind.Boolean:
                if (!text.SequenceEqual("true"u8) && !text.SequenceEqual("false"u8)) ReportValue(WcoFindings.NotABoolean, node);
                return;
        }

        if (type.CodeList is { } list && !IsListed(node, list, text)) return;
        if (type.Kind == ValueKind.Alphabetic && !Ascii.IsValid(text)) ReportValue(WcoFindings.NotLetters, node);
        else if (type.Kind == ValueKind.Alphabetic && !IsLetters(text)) ReportValue(WcoFindings.NotLetters, node);
        CheckLength(node, type, text);
    }

    private readonly void CheckLength(int node, SimpleType type, scoped ReadOnlySpan<byte> text)
    {
        // Most values are short enough counted in bytes, whatever their characters.
        if (text.Length >= type.MinLength && (type.MaxLength == 0 || text.Length <= type.MaxLength) && type.MinLength == 0) return;
        var characters = ValueCheck.Characters(text);
        if (type.MaxLength > 0 && characters > type.MaxLength)
        {
            Report(WcoFindings.TooLong, node, tree.NameOf(node), Number(characters), Number(type.MaxLength));
        }
        else if (characters < type.MinLength)
        {
            Report(WcoFindings.TooShort, node, tree.NameOf(node), Number(characters), Number(type.MinLength));
        }
    }

    private readonly void CheckNumber(int node, SimpleType type, scoped ReadOnlySpan<byte> text)
    {
        if (!ValueCheck.IsNumber(text, out var digits, out var decimals)
            || (type.Kind == ValueKind.Integer && text.Contains((byte)'.')))
        {
            ReportValue(WcoFindings.NotANumber, node);
        }
        else if (digits > type.MaxLength || decimals > type.FractionDigits)
        {
            Report(
                WcoFindings.TooManyDigits, node, tree.NameOf(node), Shown(node), Number(type.MaxLength), Number(type.FractionDigits));
        }
    }

    private bool IsListed(int node, string name, scoped ReadOnlySpan<byte> text)
    {
        if (ListOf(name) is not { } list) return true;
        Span<char> wide = stackalloc char[64];
        if (text.Length <= wide.Length && Ascii.ToUtf16(text, wide, out var length) == OperationStatus.Done)
        {
            var code = wide[..length];
            if (list.Find(code, on) is not null || (name == "rec20" && IsPackageUnit(code))) return true;
            if (list.Contains(code))
            {
                Report(
                    WcoFindings.NotValidOnDay, node, tree.NameOf(node), Shown(node), name,
                    on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return false;
            }
        }

        if (IsOfAnotherList(node)) return true;
        Report(WcoFindings.NotListed, node, tree.NameOf(node), Shown(node), name);
        return false;
    }

    // Administrations have lists of their own, and a value beside the code then says in which of them it is.
    private readonly bool IsOfAnotherList(int node)
    {
        if (model.Unless[nodes[node].Position] is not { } other) return false;
        var parent = tree.Parent(node);
        for (var child = parent + 1; child < nodes[parent].Next; child = nodes[child].Next)
        {
            if (schema[nodes[child].Position].Name == other) return true;
        }

        return false;
    }

    // Recommendation 20 counts in packages by an X before their code of Recommendation 21.
    private bool IsPackageUnit(scoped ReadOnlySpan<char> code)
        => code is ['X', ..] && ListOf("rec21")?.Find(code[1..], on) is not null;

    // A document names about twenty lists: each is asked for once, and searched for by reference among the few in use.
    private CodeList? ListOf(string name)
    {
        var count = lists.Count;
        for (var i = 0; i < count; i++)
        {
            if (ReferenceEquals(lists.Names[i], name)) return lists.Values[i];
        }

        var list = codeLists(name);
        if (count == Lists.Max) return list;
        (lists.Names[count], lists.Values[count]) = (name, list);
        lists.Count = count + 1;
        return list;
    }

    private static bool IsLetters(scoped ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiLetter((char)b)) return false;
        }

        return true;
    }

    private readonly void ReportValue(FindingCode code, int node) => Report(code, node, tree.NameOf(node), Shown(node));

    private readonly void ReportTooMany(int child, int parent, int count) => Report(
        WcoFindings.TooMany, child, tree.NameOf(child), Number(count), PathOf(WcoFindings.TooMany, parent),
        Number(schema[nodes[child].Position].Max));

    private readonly void ReportMissing(int parent, int position)
    {
        var finding = FindingAt(WcoFindings.Missing, parent, schema.NameOf(position), PathOf(WcoFindings.Missing, parent));
        if (finding.WcoPointer is not null)
        {
            var missing = schema[position];
            finding = finding with
            {
                WcoPointer = $"{finding.WcoPointer}/{missing.WcoId ?? missing.Name}",
                JsonPointer = $"{finding.JsonPointer}/{missing.JsonName}",
            };
        }

        findings.Add(finding with { Position = position });
    }

    private readonly void Report(FindingCode code, int node, params ReadOnlySpan<string> arguments)
        => findings.Add(FindingAt(code, node, arguments));

    // Over the cap a finding is only counted, and its addresses would be made for nothing.
    private readonly Finding FindingAt(FindingCode code, int node, params ReadOnlySpan<string> arguments)
    {
        var place = new Place(tree.Ordinal, 0);
        if (!findings.Keeps(code)) return new Finding(code, default, place, nodes[node].Position, []);
        return new Finding(code, Origins.Nearest(tree, node), place, nodes[node].Position, [.. arguments])
        {
            WcoPointer = Addresses.Pointer(tree, node), JsonPointer = Addresses.JsonPointer(tree, node),
        };
    }

    private readonly string PathOf(FindingCode code, int node) => findings.Keeps(code) ? Addresses.Path(tree, node) : "";

    private readonly string Shown(int node)
    {
        if (findings.Left <= 0) return "";
        var text = tree.Text(node);
        return text.Length <= 80 ? text : text[..80] + "…";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The code lists in use by one check.</summary>
    private struct Lists
    {
        public const int Max = 32;
        public int Count;
        public Slots<string> Names;
        public Slots<CodeList?> Values;
    }

    [InlineArray(Lists.Max)]
    private struct Slots<T>
    {
        private T first;
    }
}
