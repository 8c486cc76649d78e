using System.Net;
using Gateway.Contracts;
using Gateway.Documents;
using Gateway.Host.Demo;
using Gateway.Host.Page;
using Gateway.Host.Schedules;
using Gateway.Host.Serve;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Gateway.Host.Http;

/// <summary>The HTTP side of a gateway: intake, reads, health, and the page.</summary>
internal static class HttpHost
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Puts it together; <see cref="WebApplication.StartAsync"/> opens the port.</summary>
    /// <param name="gateway">What is behind it.</param>
    /// <param name="receiver">Takes what is posted; null for the gateway's own.</param>
    public static WebApplication Build(RunningGateway gateway, IReceiver? receiver = null)
    {
        // The framework would watch every folder below the current one for settings of its own.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        // Our own log has one line for each step; the framework's would repeat paths and headers.
        builder.Logging.ClearProviders();
        // The framework reads a megabyte ahead for each connection.
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = BufferBytes);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(gateway.Settings.Listen);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.HttpBodyBytesMax;
            kestrel.Limits.MaxRequestBufferSize = BufferBytes;
            kestrel.Limits.MaxConcurrentConnections = 10_000;
            // A sender who lets his bytes drip holds a place that others need.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(10));
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        var app = builder.Build();
        app.Use((context, next) => Guard(context, next, gateway));
        Map(app, gateway, receiver ?? gateway.Receiver);
        return app;
    }

    /// <summary>The address that clients reach, once started.</summary>
    public static Uri AddressOf(WebApplication app)
        => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static void Map(WebApplication app, RunningGateway gateway, IReceiver receiver)
    {
        var access = new Access(gateway.Configuration, gateway.Clock);
        var door = new Door(gateway, access);
        var intake = new Intake(gateway, receiver, door);
        var check = new Check(gateway, door);
        var answers = new AnswerReads(gateway, access);
        var upload = new Upload(gateway, access, door, intake, answers);
        var open = new OpenParts(gateway);
        app.Lifetime.ApplicationStopped.Register(open.Dispose);
        var interchanges = new InterchangeReads(gateway, access, open);
        var messages = new MessageReads(gateway, access, open);
        var consignments = new ConsignmentReads(gateway, access);
        var past = new PastReads(gateway);
        app.Lifetime.ApplicationStopped.Register(past.Dispose);
        var health = new Health(gateway);
        app.MapPost("/v1/interchanges", intake.Post);
        app.MapPost("/v1/check", check.Post);
        app.MapPost("/upload", upload.Post);
        app.MapPost("/upload/answer", upload.Answer);
        Get("/upload", context => Upload.File(context, "upload.html"));
        Get("/upload/{file}", context => Upload.File(context, (string)context.Request.RouteValues["file"]!));
        Get("/v1/interchanges", interchanges.List);
        Get("/v1/interchanges/{id}", interchanges.One);
        Get("/v1/interchanges/{id}/raw", interchanges.Raw);
        app.MapPost("/v1/interchanges/{id}/release", OnThisMachine(new Releases(gateway).Post));
        Get("/v1/interchanges/{id}/parts/{part}", interchanges.Raw);
        Get("/v1/interchanges/{id}/answers/{answer}", answers.One);
        Get("/v1/messages/{id}.json", messages.AsJson);
        Get("/v1/messages/{id}.xml", messages.AsXml);
        Get("/v1/messages/{id}", messages.One);
        Get("/v1/messages/{id}/findings", messages.Findings);
        Get("/v1/messages/{id}/provenance", messages.Provenance);
        Get("/v1/messages/{id}/rebuilt.json", OnThisMachine(past.RebuiltJson));
        Get("/v1/messages/{id}/rebuilt.xml", OnThisMachine(past.RebuiltXml));
        Get("/v1/replay", OnThisMachine(past.Replay));
        Get("/v1/consignments/{reference}", consignments.Find);
        Get("/v1/status", OnThisMachine(health.Status));
        Get("/v1/schedules", OnThisMachine(new ScheduleReads(gateway).List));
        Get("/v1/find", OnThisMachine(consignments.Search));
        Get("/healthz", Health.Lives);
        Get("/readyz", health.IsReady);
        Get("/metrics", OnThisMachine(health.Metrics));
        Get("/openapi/v1.json", context => PageFiles.Write(context, "openapi.json"));
        Get("/", OnThisMachine(context => PageFiles.Write(context, "index.html")));
        Get("/page/{file}", OnThisMachine(
            context => PageFiles.Write(context, (string)context.Request.RouteValues["file"]!)));
        if (gateway.Settings.IsDemo) new RiskSystem(gateway).Map(app);
        app.MapFallback("{**path}", Problem.NotFound.WriteTo);

        void Get(string pattern, RequestDelegate handler)
            => app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);
    }

    /// <summary>Lets only the operator of this machine through.</summary>
    private static RequestDelegate OnThisMachine(RequestDelegate handler)
        => context => Access.IsOperator(context) ? handler(context) : Problem.NotFound.Write(context);

    private static async Task Guard(HttpContext context, RequestDelegate next, RunningGateway gateway)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = PageFiles.ContentSecurityPolicy;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        try
        {
            await next(context);
            if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            {
                await Problem.NotAllowed.Write(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (Exception fault) when (fault is not BadHttpRequestException)
        {
            // Ours, not the client's: said without details, and the client may try again.
            gateway.Log.Warn("http", ("fault", fault.GetType().Name),
                ("at", fault.TargetSite?.DeclaringType?.FullName));
            await Problem.Store.Write(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
            gateway.Counters.Answered(route, context.Response.StatusCode);
        }
    }
}
