using System.Buffers;

namespace Gateway.Forms;

/// <summary>The checks of single kinds of values.</summary>
internal ref partial struct SchemaCheck
{
    private bool CheckNumber(NumberRules numbers, SchemaRules rules, int node, SchemaFaults? faults)
    {
        var number = instance.Bytes(node);
        // Dividing numbers of thousands of digits is work.
        if (number.Length > 100) steps -= (long)number.Length * number.Length / 1000;
        var isValid = true;
        if (numbers.Minimum is { } minimum && minimum.Compare(number) < 0)
        {
            isValid = Fail(faults, SchemaFindings.OutOfRange, rules, "minimum", node);
        }

        if (numbers.Maximum is { } maximum && maximum.Compare(number) > 0)
        {
            isValid = Fail(faults, SchemaFindings.OutOfRange, rules, "maximum", node);
        }

        if (numbers.ExclusiveMinimum is { } above && above.Compare(number) <= 0)
        {
            isValid = Fail(faults, SchemaFindings.OutOfRange, rules, "exclusiveMinimum", node);
        }

        if (numbers.ExclusiveMaximum is { } below && below.Compare(number) >= 0)
        {
            isValid = Fail(faults, SchemaFindings.OutOfRange, rules, "exclusiveMaximum", node);
        }

        if (steps >= 0 && numbers.MultipleOf is { } divisor && !divisor.Divides(number))
        {
            isValid = Fail(faults, SchemaFindings.NotMultiple, rules, "multipleOf", node);
        }

        return isValid;
    }

    private bool CheckText(TextRules texts, SchemaRules rules, int node, SchemaFaults? faults)
    {
        ref readonly var at = ref instance[node];
        var raw = instance.Bytes(node);
        var isValid = true;
        // A code point has one to four bytes, an escaped one up to twelve: often the bytes alone say enough.
        if (raw.Length > texts.MaxLength || raw.Length < texts.MinLength * 12L)
        {
            var length = InstanceText.Length(raw, at.IsEscaped);
            if (length > texts.MaxLength) isValid = Fail(faults, SchemaFindings.TooLong, rules, "maxLength", node, length);
            if (length < texts.MinLength) isValid = Fail(faults, SchemaFindings.TooShort, rules, "minLength", node, length);
        }

        if (texts.Pattern is not { } pattern || (!isValid && faults is null)) return isValid;
        steps -= raw.Length / 8;
        return pattern.IsMatch(raw, at.IsEscaped) ? isValid : Fail(faults, SchemaFindings.WrongForm, rules, "pattern", node);
    }

    private bool CheckArray(ArrayRules arrays, SchemaRules rules, int node, int marks, SchemaFaults? faults)
    {
        var count = instance[node].Count;
        var isValid = true;
        if (count < arrays.MinItems) isValid = Fail(faults, SchemaFindings.TooFew, rules, "minItems", node, count);
        if (count > arrays.MaxItems) isValid = Fail(faults, SchemaFindings.TooMany, rules, "maxItems", node, count);
        if (!isValid && faults is null) return false;
        if (arrays.Prefix.Length > 0 || arrays.Items is not null)
        {
            var entry = node + 1;
            for (var i = 0; i < count; i++, entry = instance[entry].Next)
            {
                var each = i < arrays.Prefix.Length ? arrays.Prefix[i] : arrays.Items;
                if (each is null) break;
                isValid &= Check(each, entry, None, faults);
                if (!isValid && faults is null) return false;
            }

            if (marks != None) marked.AddAll(marks, arrays.Items is null ? Math.Min(count, arrays.Prefix.Length) : count);
        }

        if (arrays.Contains is not null) isValid &= CheckContains(arrays, rules, node, marks, faults);
        if (!isValid && faults is null) return false;
        return arrays.IsUnique && count > 1 && FirstRepeated(node) is var repeated and > 0
            ? Fail(faults, SchemaFindings.Repeated, rules, "uniqueItems", repeated) : isValid;
    }

    private bool CheckContains(ArrayRules arrays, SchemaRules rules, int node, int marks, SchemaFaults? faults)
    {
        var (found, entry) = (0, node + 1);
        for (var i = 0; i < instance[node].Count; i++, entry = instance[entry].Next)
        {
            if (!Check(arrays.Contains!, entry)) continue;
            found++;
            if (marks != None) marked.Add(marks, i);
            else if (found >= arrays.MinContains && arrays.MaxContains == int.MaxValue) return true;
        }

        if (found < arrays.MinContains)
        {
            var keyword = arrays.MinContains == 1 ? "contains" : "minContains";
            return Fail(faults, SchemaFindings.NoSuchEntry, rules, keyword, node, found);
        }

        return found <= arrays.MaxContains || Fail(faults, SchemaFindings.NoSuchEntry, rules, "maxContains", node, found);
    }

    /// <summary>The first entry of an array that an earlier one equals; 0 when all differ.</summary>
    private int FirstRepeated(int node)
    {
        var count = instance[node].Count;
        steps -= instance[node].Next - node;
        var sorted = ArrayPool<(int Hash, int Entry)>.Shared.Rent(count);
        var entry = node + 1;
        for (var i = 0; i < count; i++, entry = instance[entry].Next) sorted[i] = (InstanceEquality.Hash(instance, entry), entry);
        sorted.AsSpan(0, count).Sort();
        var first = 0;
        for (var i = 1; i < count; i++)
        {
            for (var other = i - 1; other >= 0 && sorted[other].Hash == sorted[i].Hash && steps >= 0; other--)
            {
                if (!InstanceEquality.AreEqual(instance, sorted[other].Entry, instance, sorted[i].Entry, ref steps)) continue;
                if (first == 0 || sorted[i].Entry < first) first = sorted[i].Entry;
                break;
            }
        }

        ArrayPool<(int, int)>.Shared.Return(sorted);
        IsGivenUp |= steps < 0;
        return first;
    }

    private bool CheckObject(ObjectRules objects, SchemaRules rules, int node, int marks, SchemaFaults? faults)
    {
        var count = instance[node].Count;
        var isValid = true;
        if (count < objects.MinProperties) isValid = Fail(faults, SchemaFindings.TooFew, rules, "minProperties", node, count);
        if (count > objects.MaxProperties) isValid = Fail(faults, SchemaFindings.TooMany, rules, "maxProperties", node, count);
        if (!isValid && faults is null) return false;
        var names = objects.Names.Count;
        var seen = names == 0 ? None : marked.Take(names);
        var member = node + 1;
        for (var i = 0; i < count; i++, member = instance[member].Next)
        {
            isValid &= CheckMember(objects, member, i, seen, marks, faults);
            if (!isValid && faults is null) return false;
        }

        if (names == 0) return isValid;
        foreach (var required in objects.Required)
        {
            if (marked.Has(seen, required)) continue;
            isValid = false;
            if (faults is null) return false;
            faults.AddMissing(SchemaFindings.Missing, rules, "required", node, objects.Names[required]);
        }

        return CheckDependents(objects, rules, node, seen, marks, faults) && isValid;
    }

    private bool CheckMember(ObjectRules objects, int member, int number, int seen, int marks, SchemaFaults? faults)
    {
        ref readonly var at = ref instance[member];
        var raw = instance.Bytes(member);
        var isValid = true;
        var isKnown = false;
        if (seen != None && objects.Names.Find(at.Count, raw, at.IsEscaped) is var name and >= 0)
        {
            marked.Add(seen, name);
            if (objects.Properties[name] is { } schema)
            {
                isKnown = true;
                isValid = Check(schema, member + 1, None, faults);
            }
        }

        foreach (var (pattern, schema) in objects.Patterns)
        {
            steps -= 1 + (raw.Length / 8);
            if (!pattern.IsMatch(raw, at.IsEscaped)) continue;
            isKnown = true;
            isValid &= Check(schema, member + 1, None, faults);
        }

        if (!isKnown && objects.Additional is { } additional)
        {
            isKnown = true;
            isValid &= Check(additional, member + 1, None, faults);
        }

        if (isKnown && marks != None) marked.Add(marks, number);
        return (objects.PropertyNames is null || Check(objects.PropertyNames, member, None, faults)) && isValid;
    }

    private bool CheckDependents(ObjectRules objects, SchemaRules rules, int node, int seen, int marks, SchemaFaults? faults)
    {
        var isValid = true;
        foreach (var (name, needs) in objects.DependentRequired)
        {
            if (!marked.Has(seen, name)) continue;
            foreach (var need in needs)
            {
                if (marked.Has(seen, need)) continue;
                isValid = false;
                faults?.AddMissing(
                    SchemaFindings.MissingBeside, rules, "dependentRequired", node, objects.Names[need], objects.Names[name]);
            }
        }

        if (!isValid && faults is null) return false;
        foreach (var (name, schema) in objects.DependentSchemas)
        {
            if (!marked.Has(seen, name)) continue;
            isValid &= Check(schema, node, marks, faults);
            if (!isValid && faults is null) return false;
        }

        return isValid;
    }
}
