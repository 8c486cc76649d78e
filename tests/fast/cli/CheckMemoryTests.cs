using System.Globalization;
using Gateway.Core;
using Gateway.Host.Cli;

namespace Gateway.Tests.Fast.Cli;

public sealed class CheckMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-memory-").FullName;

    private string Kept => Path.Combine(folder, "checked", "build");

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void What_several_write_at_once_is_all_remembered()
    {
        const int each = 60;
        // Each has a memory of its own, as processes have.
        Parallel.For(0, 8, writer =>
        {
            var memory = new CheckMemory(Kept, false);
            for (var i = 0; i < each; i++) memory.Mappings.Add(Key((writer * each) + i));
        });

        var known = new CheckMemory(Kept, false).Mappings;

        Assert.Equal(8 * each, known.Count);
        Assert.True(known.IsClean(Key(0)) && known.IsClean(Key((8 * each) - 1)));
    }

    [Fact]
    public void What_is_taken_back_is_not_remembered_and_a_line_cut_off_costs_no_other()
    {
        var memory = new CheckMemory(Kept, false);
        memory.Mappings.Add(Key(1));
        memory.Mappings.Add(Key(2));
        memory.Mappings.Remove(Key(1));
        File.AppendAllText(Kept, Key(3)[..20]);
        new CheckMemory(Kept, false).Mappings.Add(Key(4));

        var known = new CheckMemory(Kept, false).Mappings;

        Assert.Equal(new[] { Key(2), Key(4) }, known.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Checking_anew_forgets_for_the_moment_and_remembers_again()
    {
        new CheckMemory(Kept, false).Mappings.Add(Key(1));

        var anew = new CheckMemory(Kept, true);

        Assert.False(anew.Mappings.IsClean(Key(1)));
        anew.Mappings.Add(Key(1));
        Assert.True(new CheckMemory(Kept, false).Mappings.IsClean(Key(1)));
    }

    [Fact]
    public void That_all_mappings_are_sound_is_remembered()
    {
        var key = Revision.SoundnessOf(ConfigurationFolder.Read(Repository.Root));

        new CheckMemory(Kept, false).Mappings.Add(key);

        Assert.True(new CheckMemory(Kept, false).Mappings.IsClean(key));
    }

    [Fact]
    public void Without_a_place_to_remember_everything_goes_on()
    {
        File.WriteAllText(Path.Combine(folder, "checked"), "a file where a folder should be");

        var memory = new CheckMemory(Kept, false);
        memory.Mappings.Add(Key(1));

        Assert.True(memory.Mappings.IsClean(Key(1)));
        Assert.Equal(0, new CheckMemory(Kept, false).Mappings.Count);
    }

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(64, '0');
}
