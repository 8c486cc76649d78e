using Gateway.Documents;

namespace Gateway.Mappings;

/// <summary>What <c>copy</c> and <c>except</c> become.</summary>
internal sealed partial class BlockCompiler
{
    private void Copy(Entry copy, BlockPlace place)
    {
        // What it copies and what it misses is told of the whole form.
        binder.LookedAt = 0;
        if (binder.Nodes(copy, place.Scope) is not { IsNothing: false } nodes) return;
        var made = place.Class;
        if (Copying.Matches(nodes.Spots, made.Position).Count == 0)
        {
            shared.Report(MappingFindings.NothingCopied, copy, 0, copy.Text ?? "", to.NameOf(made.Position));
            return;
        }

        var rule = NewRule(copy, place.Path, "copy: " + copy.Text);
        made.Copy = new CopyPlan(nodes, nodes.Spots, made.Left, rule, place.Path, place.Pointer, place.Restore);
    }

    private static void Except(Entry except, ClassPlan made)
    {
        foreach (var name in NamesOf(except)) made.Left.Add(name.Text!);
    }

    private static IEnumerable<Entry> NamesOf(Entry? except)
        => except is null ? [] : except.Children.Append(except).Where(name => name.Text is not null);
}
