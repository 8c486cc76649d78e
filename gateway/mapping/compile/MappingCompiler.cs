using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>Checks a mapping against all forms of its source, and compiles it for one.</summary>
internal static class MappingCompiler
{
    /// <inheritdoc cref="Mapping.Compile"/>
    public static Mapping? Compile(
        MappingText text, IReadOnlyList<Schema> forms, Schema from, Schema to, Func<string, Schema?> fragmentTarget,
        FurtherSchemas further, Compilation shared, Findings findings)
    {
        var errors = findings.Errors;
        var others = FurtherOf(text, further, shared);
        if (forms.Count > 0) CheckFragments(text, shared, fragmentTarget);
        var left = shared.LeftPaths(text.File["leave"]);
        shared.Reads.IsWanted = shared.IsFull && left.Count > 0;
        var numbers = shared.Blocks is null || forms.Count < 2 ? null : new StructureNumbers(text);
        foreach (var form in forms)
        {
            if (form.Digest != from.Digest) CompileFor(form, text, to, others, shared, left, [], numbers);
        }

        var rules = new List<Rule>();
        var plan = CompileFor(from, text, to, others, shared, left, rules, shared.IsRun ? null : numbers);
        if (forms.Count > 0) shared.ReportAbsent();
        foreach (var part in text.File["parts"]?.Children ?? [])
        {
            if (!shared.Used.Contains("part " + part.Key)) shared.ReportKey(MappingFindings.Unused, part, "part", part.Key);
        }

        foreach (var table in text.File["tables"]?.Children ?? [])
        {
            if (!shared.Used.Contains("table " + table.Key)) shared.ReportKey(MappingFindings.Unused, table, "table", table.Key);
        }

        return plan is null || findings.Errors > errors ? null : new Mapping(text, plan, rules);
    }

    private static void CheckFragments(MappingText text, Compilation shared, Func<string, Schema?> fragmentTarget)
    {
        foreach (var (_, part) in text.Parts)
        {
            if (part["to"] is not { Text: { } name } to
                || fragmentTarget(name.Split(' ')[^1]) is not { } schema) continue;
            var shape = schema.ChildrenOf(Schema.Root);
            var known = Enumerable.Range(shape.First, shape.Count).Select(schema.NameOf).ToArray();
            foreach (var key in part.Children.Where(k => k.Key is not ("part" or "from" or "to" or "leave")
                && !Merge.IsKeyword(k.Key)))
            {
                var target = key.Key.Split('@')[0];
                if (!known.Contains(target)) shared.Report(MappingFindings.UnknownTarget, key, 0, target, to.Text,
                    Nearest.To(target, known));
            }
        }
    }

    private static Plan? CompileFor(Schema form, MappingText text, Schema to, List<(FurtherDocument, Schema)> others,
        Compilation shared, List<Entry> left, List<Rule> rules, StructureNumbers? numbers)
    {
        var joined = others.Count == 0 ? null : JoinedSchema.Of(form, others);
        var from = joined?.Schema ?? form;
        var file = text.File;
        var map = file["map"]!;
        var position = to.NameOf(Schema.Root) == text.Head.ToType ? Schema.Root : to.Child(Schema.Root,
            text.Head.ToType);
        if (position == 0)
        {
            var shape = to.ChildrenOf(Schema.Root);
            shared.Report(MappingFindings.NoTarget, file["to"] ?? file, 0, text.Head.ToType,
                Nearest.To(text.Head.ToType, Enumerable.Range(shape.First, shape.Count).Select(to.NameOf)));
            return null;
        }

        var root = RootOf(from, text.Head);
        var binder = new Binder(new SourceNames(from), shared, text.Tables) { Root = root };
        var carryRule = new Rule(1, map.Place.Reference ?? "", (map["carry"] ?? map).Place.Segment,
            (map["carry"] ?? map).Place.Element,
            "Extension", "carry: " + map["carry"]?.Text);
        rules.Add(carryRule);
        var carry = new Carry(from, to, map["carry"]?.Text ?? "", carryRule);
        var copying = new CopyCompiler(from, to, DatesOf(file["dates"], shared), carry.CanHold, rules);
        var compiler = new BlockCompiler(binder, to, shared, text, rules)
        {
            CanHold = carry.CanHold, Copying = copying,
            Structure = numbers is null ? null : new SourceStructure(from, numbers),
        };
        var scope = Scope.Document(root);
        foreach (var (name, nodes) in joined?.Names() ?? []) scope.Add(name, nodes, file["also"]![name]!, binder.NextLet());
        var document = compiler.Document(map, position, scope);
        if (copying.Missing.Count > 0) ReportMissing(copying, to, map, left, shared);
        foreach (var (rule, name) in copying.Unmade) shared.Report(MappingFindings.NeverMade, rule, rule.Target, "@" + name);
        // It decides before any further document is at hand.
        var when = file["when"] is { } condition ? binder.Condition(condition, scope.Fragment()) : null;
        var checks = Checks(file["check"], binder, scope, shared);
        Expression?[] leave = [.. left.Select(l => binder.Left(l, scope)).Where(n => n is { IsNothing: false })];
        foreach (var further in file["also"]?.Children ?? []) shared.ReportUnused(further, "document");
        if (shared.IsFull) shared.Reads.Report(shared);
        return new Plan(document, when, checks, new Leaves(leave!, compiler.Left), carry,
            binder.Plan(scope, compiler.Depth), binder.Uses, root.Position, joined);
    }

    private static List<(FurtherDocument, Schema)> FurtherOf(
        MappingText text, FurtherSchemas further, Compilation shared)
    {
        var all = new List<(FurtherDocument, Schema)>();
        foreach (var document in text.Further)
        {
            var entry = text.File["also"]![document.Name]!;
            if (further.Of(document) is { } schema) all.Add((document, schema));
            else shared.Report(MappingFindings.UnknownName, entry, 0, "document", entry.Text ?? "",
                Nearest.To(document.Type, further.Names(document)));
        }

        return all;
    }

    // The paths of a mapping from a WCO document start at the document, not at its envelope.
    private static Spot RootOf(Schema from, MappingHead head)
    {
        var root = new Spot(Schema.Root, null);
        var child = head.FromFormat != "wco" ? 0
            : head.FromTypes.Select(type => from.Child(Schema.Root, type)).FirstOrDefault(at => at > 0);
        return child > 0 ? new Spot(child, root) : root;
    }

    // Rules may read it all the same, so it is told and no fault.
    private static void ReportMissing(CopyCompiler copying, Schema to, Entry map, List<Entry> left, Compilation shared)
    {
        const int NamesMax = 20;
        var names = copying.Missing.Distinct().Except(left.Select(entry => entry.Text)).ToList();
        if (names.Count == 0) return;
        var shown = string.Join(", ", names.Take(NamesMax)) + (names.Count > NamesMax ? $" and {names.Count - NamesMax} more" : "");
        shared.Report(MappingFindings.NotCopied, map, 0, to.Name, shown);
    }

    private static DateStyle DatesOf(Entry? dates, Compilation shared)
    {
        var style = DateStyle.Default;
        foreach (var key in dates?.Children ?? [])
        {
            if (key.Key is not ("day" or "moment")) shared.Report(MappingFindings.UnknownKey, key, 0, key.Key, "day, moment");
            else if (key.Text is null || !key.Text.All(char.IsAsciiDigit) || DateText.PatternOf(key.Text) is null)
            {
                shared.Report(MappingFindings.Arguments, key, 0, "dates", "formats are codes of 2379, such as 102 and 304");
            }
            else style = key.Key == "day" ? style with { Day = key.Text } : style with { Moment = key.Text };
        }

        return style;
    }

    private static List<Check> Checks(Entry? list, Binder binder, Scope scope, Compilation shared)
    {
        var checks = new List<Check>();
        foreach (var check in list?.Children ?? [])
        {
            foreach (var key in check.Children.Where(k => k.Key is not ("that" or "say" or "severity")))
            {
                shared.ReportKey(MappingFindings.UnknownKey, key, key.Key, "that, say, severity");
            }

            if (check["that"] is not { } that || check["say"]?.Text is not { } say)
            {
                shared.Report(MappingFindings.MissingKey, check, 0, "that, say");
                continue;
            }

            var code = check["severity"]?.Text switch
            {
                null or "error" => MappingFindings.CheckError,
                "warning" => MappingFindings.CheckWarning,
                "note" => MappingFindings.CheckNote,
                _ => null,
            };
            if (code is null) shared.Report(MappingFindings.UnknownKey, check["severity"]!, 0,
                check["severity"]!.Text ?? "", "error, warning, note");
            else if (binder.Condition(that, scope) is { } condition) checks.Add(new Check(condition, code, say));
        }

        return checks;
    }
}
