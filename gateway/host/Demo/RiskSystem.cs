using System.Text.Json;
using Gateway.Host.Http;
using Gateway.Host.Serve;

namespace Gateway.Host.Demo;

/// <summary>
/// Stands in for the risk system of a customs administration: keeps what it gets by Message-Id, so that a repeat
/// changes
/// nothing, and says that it has it. It can be told to misbehave, to see that nothing is lost or doubled.
/// </summary>
internal sealed class RiskSystem
{
    private readonly RunningGateway gateway;
    private readonly string folder;
    private string mode = "ok";
    private long posts;
    private long repeats;

    public RiskSystem(RunningGateway gateway)
    {
        (this.gateway, folder) = (gateway, FolderIn(gateway.Settings.DataFolder));
        Directory.CreateDirectory(folder);
    }

    /// <summary>Where it keeps what it got.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "risk-system");

    /// <summary>Adds its routes.</summary>
    public void Map(WebApplication app)
    {
        app.MapPost("/demo/risk", OnThisMachine(Take));
        app.MapGet("/demo/risk", OnThisMachine(List));
        app.MapPost("/demo/risk/behave", OnThisMachine(Behave));
    }

    private async Task Take(HttpContext context)
    {
        Interlocked.Increment(ref posts);
        switch (mode)
        {
            case "down":
                context.Abort();
                return;
            case "500":
                await new Problem(500, "risk", "The risk system failed", "It was told to.").Write(context);
                return;
            case "refuse":
                await new Problem(422, "risk", "The risk system refuses this", "It was told to.").Write(context);
                return;
            case "hang":
                await Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "lie":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html>Please log in</html>", context.RequestAborted);
                return;
        }

        var id = context.Request.Headers["Message-Id"].ToString();
        if (id.Length is 0 or > 64 || !id.All(char.IsAsciiLetterOrDigit))
        {
            await new Problem(400, "message-id", "A Message-Id is needed",
                "Send letters and digits in the header Message-Id.").Write(context);
            return;
        }

        await Keep(id, context);
        // It has the message and its answer gets lost: the sender cannot know, and asks again with the same id.
        if (mode == "reset")
        {
            context.Abort();
            return;
        }

        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("receipt", id);
            json.WriteEndObject();
        });
    }

    private async Task Keep(string id, HttpContext context)
    {
        var ending = context.Request.ContentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true
            ? ".xml" : ".json";
        var path = Path.Combine(folder, id + ending);
        if (File.Exists(path))
        {
            Interlocked.Increment(ref repeats);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            return;
        }

        var part = path + ".part";
        await using (var file = File.Create(part))
        {
            await context.Request.Body.CopyToAsync(file, context.RequestAborted);
        }

        File.Move(part, path, overwrite: true);
    }

    private async Task List(HttpContext context)
    {
        var files = new DirectoryInfo(folder).GetFiles().Where(f => f.Extension is ".json" or ".xml")
            .OrderBy(f => f.Name, StringComparer.Ordinal);
        await Json.Write(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("mode", mode);
            json.WriteNumber("posts", Interlocked.Read(ref posts));
            json.WriteNumber("repeats", Interlocked.Read(ref repeats));
            json.List("messages", files, file =>
            {
                json.WriteStartObject();
                json.WriteString("id", Path.GetFileNameWithoutExtension(file.Name));
                json.WriteNumber("bytes", file.Length);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }

    private Task Behave(HttpContext context)
    {
        var wanted = context.Request.Query["mode"].ToString();
        if (wanted is not ("ok" or "down" or "500" or "hang" or "reset" or "lie" or "refuse"))
        {
            return new Problem(400, "mode", "No such behaviour", "Use ok, down, 500, hang, reset, lie or refuse.")
                .Write(context);
        }

        mode = wanted;
        gateway.Log.Info("demo", ("risk", wanted));
        return List(context);
    }

    private static RequestDelegate OnThisMachine(RequestDelegate handler)
        => context => Access.IsOperator(context) ? handler(context) : Problem.NotFound.Write(context);
}
