using Gateway.Documents;
using Gateway.Mappings;

namespace Gateway.Core;

/// <summary>
/// What fragments name and a mapping has not. A fragment serves several mappings, and not every message has all that it reads: only
/// what none of them has is a fault.
/// </summary>
internal sealed class SharedFragments
{
    private readonly Dictionary<string, int> users = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, int Line, int Column), (Finding Absent, int Count)> absences = [];

    /// <summary>Takes what was found in one mapping, and passes on all that is not of a fragment.</summary>
    public void Add(MappingText text, Findings own, Findings all)
    {
        foreach (var file in text.SharedFiles) users[file] = users.GetValueOrDefault(file) + 1;
        foreach (var finding in own.All)
        {
            if (finding.Code != MappingFindings.AbsentHere)
            {
                all.Add(finding);
                continue;
            }

            var place = finding.Place;
            var key = (place.Reference ?? "", place.Segment, place.Element);
            absences[key] = (finding, absences.GetValueOrDefault(key).Count + 1);
        }
    }

    /// <summary>Reports what no mapping has.</summary>
    public void Report(Findings all)
    {
        foreach (var (key, (absent, count)) in absences)
        {
            if (count < users.GetValueOrDefault(key.File)) continue;
            all.Add(MappingFindings.UnknownSource, absent.Span, absent.Place, 0, [.. absent.Arguments.AsSpan()]);
        }
    }
}
