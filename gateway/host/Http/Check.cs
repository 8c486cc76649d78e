using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary><c>POST /v1/check</c>: what would become of a document, by the code that production runs; nothing is stored.</summary>
internal sealed class Check(RunningGateway gateway, Door door)
{
    /// <summary>Checks one body.</summary>
    public Task Post(HttpContext context) => door.Enter(context, async (partner, quota) =>
    {
        using var spool = await Spool.Of(RequestBody.Open(context.Request, quota), gateway.Settings.DataFolder, context.RequestAborted);
        await Answer(context, partner, spool);
    });

    private async Task Answer(HttpContext context, Partner partner, Spool spool)
    {
        var request = context.Request;
        var arrival = new Arrival(
            RunningGateway.HttpChannel, partner.Id, UploadForm.Harmless(request.Headers["X-File-Name"].ToString()), request.ContentType, "",
            gateway.Clock.GetUtcNow());
        // What is checked takes the same room as what is worked on, and waits for it likewise.
        using var room = await MemoryGate.Largest.Enter(spool.Length, context.RequestAborted);
        using var usual = await MemoryGate.Usual.Enter(spool.Length, context.RequestAborted);
        using var translation = OfflineTranslation.Open(spool, arrival, gateway.Configuration.Active, gateway.Formats,
            containers: gateway.Readers.Containers);
        var mappings = new List<string?>();
        while (await translation.Next(context.RequestAborted) is { } document)
        {
            if (!document.IsRefused) mappings.Add(Batch.NameOf(document.Translation.Mapping));
        }

        await Json.Write(context, json =>
        {
            void Write(JudgedFinding finding) => Views.Finding(json, finding, translation.Parts.Raw(finding.Finding.Span.Part));

            var (state, reason) = translation.Verdict;
            json.WriteStartObject();
            json.WriteString("state", Json.Word(state));
            json.WriteString("reason", reason);
            json.Text("partner", translation.Partner?.Id);
            json.Text("format", translation.Format);
            json.WriteString("receipt", translation.ReceiptId);
            json.WriteString("revision", gateway.Configuration.Active.Digest.Short(12));
            json.List("interchanges", translation.Interchanges, interchange =>
            {
                json.WriteStartObject();
                json.Text("sender", interchange.Interchange.Sender);
                json.Text("reference", interchange.Interchange.Reference);
                json.WriteString("state", Json.Word(interchange.State));
                json.WriteEndObject();
            });
            json.List("findings", translation.Envelope, Write);
            json.List("messages", translation.Documents.Zip(mappings), pair =>
            {
                var (document, mapping) = pair;
                json.WriteStartObject();
                json.WriteNumber("ordinal", document.Mark.Number);
                json.WriteString("type", document.Mark.Type.Name);
                json.Text("release", document.Mark.Type.Release);
                json.WriteString("reference", document.Mark.Reference);
                json.WriteBoolean("accepted", document.IsAccepted);
                json.Text("mapping", mapping);
                json.List("findings", document.Findings, Write);
                json.WriteEndObject();
            });
            json.List("answers", translation.Answer(), answer =>
            {
                json.WriteStartObject();
                json.WriteString("name", answer.Name);
                json.WriteString("mediaType", answer.MediaType);
                json.Text("text", AnswerReads.TextOf(answer.MediaType, answer.Bytes));
                json.WriteBase64String("bytes", answer.Bytes.Span);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }

    /// <summary>Bytes on the disk that go when they are closed, whatever becomes of the process.</summary>
    private sealed class Spool : IRaw, IDisposable
    {
        private readonly FileStream file;

        private Spool(FileStream file) => this.file = file;

        /// <inheritdoc/>
        public int Part => 0;

        /// <inheritdoc/>
        public long Length => file.Length;

        /// <summary>Takes a stream to its end.</summary>
        public static async Task<Spool> Of(Stream body, string folder, CancellationToken stop)
        {
            var path = Path.Combine(folder, Path.GetRandomFileName() + ".check");
            var spool = new Spool(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 64 * 1024));
            try
            {
                // Without a name it is gone with its last handle, also after a kill.
                File.Delete(path);
                await body.CopyToAsync(spool.file, stop);
                await spool.file.FlushAsync(stop);
                return spool;
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }

        /// <inheritdoc/>
        public int Read(long offset, Span<byte> into) => RandomAccess.Read(file.SafeFileHandle, into, offset);

        /// <inheritdoc/>
        public void Dispose() => file.Dispose();
    }
}
