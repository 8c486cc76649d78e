using System.Diagnostics;
using Gateway.Documents;

namespace Gateway.Formats;

/// <summary>
/// Reads PDFs in a process of its own. A PDF of 300 bytes that refers to itself overflows the stack of the library, which ends a process
/// whatever it does against that, and one of 3 MB unpacks to gigabytes: neither may cost more than the answer to this one file.
/// </summary>
public static class PdfProcess
{
    /// <summary>The verb of the program that reads one.</summary>
    public const string Verb = "read-pdf";

    /// <summary>Processes at the same time.</summary>
    private const int ProcessesMax = 2;

    // Hexadecimal, as the runtime wants it: 192 MB.
    private const string HeapBytesMax = "C000000";

    private static readonly TimeSpan ProcessorTimeMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(120);
    private static readonly SemaphoreSlim Room = new(ProcessesMax);

    /// <summary>What the process does: reads a PDF from its input and writes what it holds.</summary>
    public static void Serve(Stream input, Stream output)
    {
        using var pdf = new MemoryStream();
        input.CopyTo(pdf);
        using var written = new MemoryStream();
        PdfContents.Of(pdf.ToArray()).Write(written);
        output.Write(written.GetBuffer(), 0, (int)written.Length);
        output.Flush();
    }

    /// <summary>Reads a PDF.</summary>
    internal static PdfContents Read(byte[] pdf)
    {
        Room.Wait();
        try
        {
            using var process = Process.Start(Command())!;
            // What it says as it dies is long, and must not hold it up.
            process.BeginErrorReadLine();
            var began = Stopwatch.GetTimestamp();
            using var watch = new Timer(_ => EndLate(process, began), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            try
            {
                return Read(pdf, process);
            }
            finally
            {
                End(process);
            }
        }
        finally
        {
            Room.Release();
        }
    }

    private static PdfContents Read(byte[] pdf, Process process)
    {
        try
        {
            using (var input = process.StandardInput.BaseStream) input.Write(pdf);
            var output = process.StandardOutput.BaseStream;
            using var written = new MemoryStream();
            var chunk = new byte[64 * 1024];
            while (output.Read(chunk) is > 0 and var count)
            {
                written.Write(chunk, 0, count);
                if (written.Length > Limits.PartBytesMax) return PdfContents.None(PdfCode.GivenUp);
            }

            return PdfContents.From(written.ToArray());
        }
        catch (IOException)
        {
            // It ended before it had read or written everything.
            return PdfContents.None(PdfCode.GivenUp);
        }
    }

    private static ProcessStartInfo Command()
    {
        var program = Environment.ProcessPath!;
        var isOwn = Path.GetFileNameWithoutExtension(program) == "gateway";
        var start = isOwn ? new ProcessStartInfo(program, [Verb])
            : new ProcessStartInfo(program, [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), Verb]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytesMax;
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    private static void EndLate(Process process, long began)
    {
        try
        {
            var isLate = process.TotalProcessorTime > ProcessorTimeMax || Stopwatch.GetElapsedTime(began) > TimeMax;
            if (isLate) process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
