using System.Runtime.CompilerServices;
using Gateway.Documents;

namespace Gateway.Forms;

/// <summary>
/// One checking of a document. Without a collector it only says yes or no and ends at the first fault; with one it goes on and collects.
/// Both are the same code, so that the verdicts are. Every call costs a step, so that no schema and no document make it endless.
/// </summary>
/// <remarks>Marks are the bit set of members or entries that some schema has looked at (what JSON Schema calls evaluated): an offset into
/// <see cref="SchemaMarks"/>, or <see cref="None"/> where nobody asks.</remarks>
internal ref partial struct SchemaCheck
{
    private const int None = -1;

    // 128 levels of a document with six schemas on each; a frame of the stack has some 300 bytes.
    private const int DepthMax = 800;
    private const int StackCheck = 32;

    private readonly InstanceView instance;
    private readonly List<SchemaResource>? scope;
    private readonly SchemaMarks marked;
    private long steps;
    private int depth;

    /// <summary>Begins a checking.</summary>
    /// <param name="document">The document.</param>
    /// <param name="hasDynamicScope">The schema has references that depend on where the checking came from.</param>
    /// <param name="marks">Room for marks.</param>
    /// <param name="stepsMax">What it may cost.</param>
    public SchemaCheck(InstanceView document, bool hasDynamicScope, SchemaMarks marks, long stepsMax)
    {
        instance = document;
        (scope, marked, steps) = (hasDynamicScope ? [] : null, marks, stepsMax);
    }

    /// <summary>It was given up; the verdict says nothing.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Checks a value.</summary>
    /// <param name="rules">The schema.</param>
    /// <param name="node">The value.</param>
    /// <param name="marks">Takes what was looked at; <see cref="None"/> for nothing.</param>
    /// <param name="faults">Takes all faults; null for a verdict only.</param>
    public bool Check(SchemaRules rules, int node, int marks = None, SchemaFaults? faults = null)
    {
        if (rules.Always is { } always)
        {
            if (!always) faults?.AddForbidden(instance, rules, node);
            return always;
        }

        // The stack that is asked for has room for many more levels than lie between two questions.
        if (--steps < 0 || depth >= DepthMax || (depth % StackCheck == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            IsGivenUp = true;
            return false;
        }

        depth++;
        var room = marked.Used;
        var isEntered = scope is not null && (scope.Count == 0 || scope[^1] != rules.Resource);
        if (isEntered) scope!.Add(rules.Resource);
        var isValid = CheckValue(rules, node, marks, faults);
        if (isEntered) scope!.RemoveAt(scope.Count - 1);
        marked.Used = room;
        depth--;
        return isValid && !IsGivenUp;
    }

    private bool CheckValue(SchemaRules rules, int node, int marks, SchemaFaults? faults)
    {
        var kind = instance[node].Kind;
        if (rules.Types != TypeSet.All && !IsOfType(rules.Types, kind, node))
        {
            // What else is wrong with a value of another kind is noise.
            faults?.Add(SchemaFindings.WrongType, rules, "type", node);
            return false;
        }

        var isValid = true;
        if (rules.Enum is { } list && !list.Has(instance, node, ref steps))
        {
            isValid = Fail(faults, SchemaFindings.NotListed, rules, list.Keyword, node);
        }

        if (!isValid && faults is null) return false;
        if (rules.Const is { } only && !only.Has(instance, node, ref steps))
        {
            isValid = Fail(faults, SchemaFindings.NotListed, rules, "const", node);
        }

        if (!isValid && faults is null) return false;
        switch (kind)
        {
            case InstanceKind.Object: return CheckContainer(rules, node, rules.Objects?.Unevaluated, marks, faults) && isValid;
            case InstanceKind.Array: return CheckContainer(rules, node, rules.Arrays?.Unevaluated, marks, faults) && isValid;
            case InstanceKind.Number when rules.Numbers is { } numbers: isValid &= CheckNumber(numbers, rules, node, faults); break;
            case InstanceKind.Text or InstanceKind.Member when rules.Texts is { } texts:
                isValid &= CheckText(texts, rules, node, faults);
                break;
        }

        if (rules.InPlace is null || (!isValid && faults is null)) return isValid;
        return CheckInPlace(rules, rules.InPlace, node, None, faults) && isValid;
    }

    private readonly bool IsOfType(TypeSet types, InstanceKind kind, int node) => kind switch
    {
        InstanceKind.Null => (types & TypeSet.Null) != 0,
        InstanceKind.True or InstanceKind.False => (types & TypeSet.Boolean) != 0,
        InstanceKind.Number => (types & TypeSet.Number) != 0
            || ((types & TypeSet.Integer) != 0 && NumberBound.IsInteger(instance.Bytes(node))),
        InstanceKind.Array => (types & TypeSet.Array) != 0,
        InstanceKind.Object => (types & TypeSet.Object) != 0,
        _ => (types & TypeSet.Text) != 0,
    };

    /// <summary>An object or an array: what looks at its members or entries, other schemas for it, then those that were left.</summary>
    private bool CheckContainer(SchemaRules rules, int node, SchemaRules? unevaluated, int marks, SchemaFaults? faults)
    {
        var own = unevaluated is null ? marks : marked.Take(instance[node].Count);
        var isValid = instance[node].Kind == InstanceKind.Object
            ? rules.Objects is null || CheckObject(rules.Objects, rules, node, own, faults)
            : rules.Arrays is null || CheckArray(rules.Arrays, rules, node, own, faults);
        if (!isValid && faults is null) return false;
        if (rules.InPlace is { } inPlace) isValid &= CheckInPlace(rules, inPlace, node, own, faults);
        if (unevaluated is null || (!isValid && faults is null)) return isValid;
        var isObject = instance[node].Kind == InstanceKind.Object;
        var at = node + 1;
        for (var i = 0; i < instance[node].Count; i++, at = instance[at].Next)
        {
            if (marked.Has(own, i)) continue;
            isValid &= Check(unevaluated, isObject ? at + 1 : at, None, faults);
            if (!isValid && faults is null) return false;
        }

        if (marks != None) marked.AddAll(marks, instance[node].Count);
        return isValid;
    }

    private bool CheckInPlace(SchemaRules rules, InPlaceRules inPlace, int node, int marks, SchemaFaults? faults)
    {
        var isValid = true;
        if (inPlace.Reference is { } reference) isValid = Check(reference, node, marks, faults);
        if (!isValid && faults is null) return false;
        if (inPlace.Dynamic is not null) isValid &= Check(Found(inPlace), node, marks, faults);
        if (!isValid && faults is null) return false;
        foreach (var each in inPlace.AllOf)
        {
            isValid &= Check(each, node, marks, faults);
            if (!isValid && faults is null) return false;
        }

        if (inPlace.AnyOf.Length > 0) isValid &= CheckAny(rules, inPlace.AnyOf, node, marks, faults);
        if (!isValid && faults is null) return false;
        if (inPlace.OneOf.Length > 0) isValid &= CheckOne(rules, inPlace.OneOf, node, marks, faults);
        if (!isValid && faults is null) return false;
        if (inPlace.Not is { } not && Check(not, node)) isValid = Fail(faults, SchemaFindings.Excluded, rules, "not", node);
        if (inPlace.If is null || (!isValid && faults is null)) return isValid;
        var branch = Fits(inPlace.If, node, marks) ? inPlace.Then : inPlace.Else;
        return (branch is null || Check(branch, node, marks, faults)) && isValid;
    }

    /// <summary>The schema that a dynamic reference means: that of the outermost resource on the way which has the anchor.</summary>
    private readonly SchemaRules Found(InPlaceRules inPlace)
    {
        if (inPlace.DynamicAnchor is { } anchor)
        {
            foreach (var resource in scope!)
            {
                if (resource.DynamicRules.TryGetValue(anchor, out var found)) return found;
            }
        }

        return inPlace.Dynamic!;
    }

    /// <summary>Whether a schema fits; what it looked at counts only then.</summary>
    private bool Fits(SchemaRules rules, int node, int marks)
    {
        // Most alternatives differ in their type already.
        if (rules.Types != TypeSet.All && !IsOfType(rules.Types, instance[node].Kind, node)) return false;
        if (marks == None) return Check(rules, node);
        var count = instance[node].Count;
        var room = marked.Used;
        var own = marked.Take(count);
        var isValid = Check(rules, node, own);
        if (isValid) marked.AddFrom(own, marks, count);
        marked.Used = room;
        return isValid;
    }

    private bool CheckAny(SchemaRules rules, SchemaRules[] branches, int node, int marks, SchemaFaults? faults)
    {
        var isAny = false;
        foreach (var branch in branches)
        {
            isAny |= Fits(branch, node, marks);
            if (isAny && marks == None) return true;
        }

        if (!isAny && faults is not null) AddNearest(rules, branches, "anyOf", node, faults);
        return isAny;
    }

    private bool CheckOne(SchemaRules rules, SchemaRules[] branches, int node, int marks, SchemaFaults? faults)
    {
        var fitting = 0;
        foreach (var branch in branches)
        {
            if (Fits(branch, node, marks)) fitting++;
            if (fitting > 1 && faults is null) return false;
        }

        if (fitting == 1) return true;
        if (fitting > 1) return Fail(faults, SchemaFindings.SeveralForms, rules, "oneOf", node, fitting);
        if (faults is not null) AddNearest(rules, branches, "oneOf", node, faults);
        return false;
    }

    /// <summary>Of several forms none of which fits, tells what the one lacks that comes nearest.</summary>
    private void AddNearest(SchemaRules rules, SchemaRules[] branches, string keyword, int node, SchemaFaults faults)
    {
        SchemaFaults? nearest = null;
        var types = TypeSet.None;
        foreach (var branch in branches)
        {
            if (faults.IsFull || IsGivenUp) break;
            var own = new SchemaFaults(faults.Max);
            var isValid = Check(branch, node, None, own);
            types |= own.TypesAt(node);
            if (isValid || own.All.Count == 0) continue;
            if (nearest is null || own.DistanceFrom(instance, node) < nearest.DistanceFrom(instance, node)) nearest = own;
        }

        if (nearest is null) faults.Add(SchemaFindings.NoForm, rules, keyword, node, branches.Length);
        else if (nearest.TypesAt(node) != TypeSet.None) faults.Add(SchemaFindings.WrongType, rules, keyword, node, types: types);
        else faults.AddAll(nearest);
    }

    private static bool Fail(SchemaFaults? faults, FindingCode code, SchemaRules rules, string keyword, int node, int count = 0)
    {
        faults?.Add(code, rules, keyword, node, count);
        return false;
    }
}
