using System.Diagnostics;
using System.Globalization;

namespace Gateway.Core;

/// <summary>
/// Named points at which a test lets the program die or fail, to prove that nothing is lost there. Inert unless enabled:
/// then <see cref="At(string)"/> costs one read of a field.
/// </summary>
public static class Faults
{
    private sealed class Trap(int passing, bool kills)
    {
        private int passings;

        public bool IsReached => Interlocked.Increment(ref passings) == passing;

        public bool Kills => kills;
    }

    private static volatile IReadOnlyDictionary<string, Trap>? traps;

    /// <summary>Whether a plan is in force.</summary>
    public static bool IsEnabled => traps is not null;

    /// <summary>Passes a point.</summary>
    /// <param name="point">Name of the operation and the place in it: <c>settle.after-commit</c>.</param>
    /// <exception cref="InjectedFaultException">The plan says that this passing fails.</exception>
    public static void At(string point)
    {
        if (traps is { } plan) Spring(plan, point);
    }

    /// <summary>Passes a point whose name is put together only when a plan is in force.</summary>
    /// <param name="operation">For example <c>keep</c>.</param>
    /// <param name="place">For example <c>after-commit</c>.</param>
    public static void At(string operation, string place)
    {
        if (traps is { } plan) Spring(plan, operation + "." + place);
    }

    /// <summary>Puts a plan in force.</summary>
    /// <param name="plan">Points with the passing that fails and how, <c>;</c> between them:
    /// <c>settle.after-commit@2:kill;keep.before-commit@1:throw</c>. Kill ends the process at once, as a power cut would.</param>
    /// <exception cref="FormatException">The plan cannot be read.</exception>
    public static void Enable(string plan)
    {
        var read = new Dictionary<string, Trap>(StringComparer.Ordinal);
        foreach (var line in plan.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = line.IndexOf('@', StringComparison.Ordinal);
            var colon = line.IndexOf(':', Math.Max(at, 0));
            if (at <= 0 || colon < 0 || line[(colon + 1)..] is not ("kill" or "throw")
                || !int.TryParse(line.AsSpan(at + 1, colon - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var passing)
                || passing < 1)
            {
                throw new FormatException($"'{line}' is not POINT@PASSING:kill or POINT@PASSING:throw.");
            }

            read[line[..at]] = new Trap(passing, line[(colon + 1)..] == "kill");
        }

        traps = read;
    }

    /// <summary>Ends the plan.</summary>
    public static void Disable() => traps = null;

    private static void Spring(IReadOnlyDictionary<string, Trap> plan, string point)
    {
        if (!plan.TryGetValue(point, out var trap) || !trap.IsReached) return;
        if (trap.Kills) Process.GetCurrentProcess().Kill();
        throw new InjectedFaultException(point);
    }
}

/// <summary>A failure that a test asked for.</summary>
/// <param name="point">Where.</param>
public sealed class InjectedFaultException(string point) : IOException($"Fault injected at {point}.");
