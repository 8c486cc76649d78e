using System.Collections.Concurrent;
using Gateway.Documents;

namespace Gateway.Edifact;

/// <summary>Chooses the guide of a message by what UNH says.</summary>
/// <param name="type">UNH 0065.</param>
/// <param name="version">UNH 0052.</param>
/// <param name="release">UNH 0054.</param>
/// <param name="assigned">UNH 0057, the association assigned code; empty for none.</param>
/// <returns>Null where no guide holds.</returns>
public delegate Guide? FindGuide(string type, string version, string release, string assigned);

/// <summary>
/// An implementation guide: how a partner or port narrows a message. It never widens: what it says is checked against the
/// directory when it is made. Immutable; it is laid over the plan of the message once, so that it costs nothing per message.
/// </summary>
public sealed class Guide
{
    private readonly ConcurrentDictionary<MessagePlan, MessagePlan> plans = new();
    private readonly int[] releases;

    internal Guide(
        string name, string type, IReadOnlyList<string> releaseNames, IReadOnlyList<string> assigned, IReadOnlyList<GuideRule> rules)
    {
        (Name, Type, Releases, Assigned, Rules) = (name, type, releaseNames, assigned, rules);
        releases = [.. releaseNames.Select(OrderOf)];
    }

    /// <summary>As its file is named.</summary>
    public string Name { get; }

    /// <summary>The message type it narrows: <c>CUSCAR</c>.</summary>
    public string Type { get; }

    /// <summary>The releases it was made for: <c>D.95B</c>.</summary>
    public IReadOnlyList<string> Releases { get; }

    /// <summary>Values of UNH 0057 that choose it; empty where only a partner's file does.</summary>
    public IReadOnlyList<string> Assigned { get; }

    /// <summary>What it says.</summary>
    public IReadOnlyList<GuideRule> Rules { get; }

    /// <summary>Whether it was made for a message of that type and release, however UNH writes it (<c>D:95B</c>, <c>D00:A</c>).</summary>
    public bool Serves(string type, string version, string release)
        => type == Type && Array.IndexOf(releases, ReleaseOrder.Of(version, release)) >= 0;

    /// <summary>Whether a value of UNH 0057 chooses it.</summary>
    public bool IsAssigned(string assigned)
        => assigned.Length > 0 && Assigned.Any(a => a.Equals(assigned.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Chooses among guides. Those that the partner's file names come first: the one whose code UNH 0057 has, else the one
    /// without codes, else the only one. Without such, the guide whose code UNH 0057 has; the first by name where there are two.
    /// </summary>
    /// <param name="all">All guides.</param>
    /// <param name="chosen">Names in the partner's file; empty for none.</param>
    public static FindGuide Among(IReadOnlyList<Guide> all, IReadOnlyCollection<string> chosen)
    {
        Guide[] ordered = [.. all.OrderBy(g => g.Name, StringComparer.Ordinal)];
        return (type, version, release, assigned) =>
        {
            var fitting = Array.FindAll(ordered, g => g.Serves(type, version, release));
            var own = Array.FindAll(fitting, g => chosen.Contains(g.Name));
            return Array.Find(own, g => g.IsAssigned(assigned)) ?? Array.Find(own, g => g.Assigned.Count == 0)
                ?? (own.Length == 1 ? own[0] : null) ?? Array.Find(fitting, g => g.IsAssigned(assigned));
        };
    }

    /// <summary>The plan of a message with this guide laid over it.</summary>
    internal MessagePlan PlanOf(MessagePlan plan)
        => plans.GetOrAdd(plan, p => new GuideOverlay(p, null).Lay(Rules));

    private static int OrderOf(string release)
    {
        var dot = release.IndexOf('.', StringComparison.Ordinal);
        return ReleaseOrder.Of(dot < 0 ? "D" : release[..dot], release[(dot + 1)..]);
    }
}
