using Gateway.Tests.Fuzz;
using SharpFuzz;

// The engine is instrumented in place, in the folder that was published for fuzzing; see README.md.
switch (args)
{
    case ["instrument", var folder]:
        foreach (var name in (string[])["Gateway.Documents.dll", "Gateway.Edifact.dll"])
        {
            Fuzzer.Instrument(Path.Combine(folder, name), _ => true, Options.Value);
        }

        return 0;
    case ["replay", .. var files]:
        foreach (var file in files)
        {
            Console.WriteLine(file);
            EdifactTarget.Run(File.ReadAllBytes(file));
        }

        return 0;
    case []:
        Fuzzer.Run(stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            EdifactTarget.Run(bytes.ToArray());
        });
        return 0;
    default:
        Console.Error.WriteLine("Usage: instrument FOLDER, replay FILE..., or nothing when afl-fuzz starts it.");
        return 2;
}
