namespace Gateway.Core;

/// <summary>Where documents go, as its file describes it.</summary>
/// <param name="Name">File name without ending.</param>
/// <param name="Channel"><c>http</c>, <c>folder</c>, <c>sftp</c> or <c>mail</c>.</param>
/// <param name="Address">URL, folder, <c>PLACE:/remote/folder</c>, or <c>MAILBOX:somebody@customs.example</c>.</param>
/// <param name="Form"><c>wco-json</c>, <c>wco-xml</c>, or <c>profile:NAME</c>.</param>
/// <param name="Types">Root documents that go there; empty for all.</param>
/// <param name="Schedule">Quartz cron expression in UTC; null for at once.</param>
public sealed record Destination(
    string Name, string Channel, string Address, string Form, IReadOnlyList<string> Types, string? Schedule)
{
    /// <summary>Longest wait for one sending, seconds; 1 to 600.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>First wait after a failure, seconds; doubles to at most 15 minutes.</summary>
    public int RetrySeconds { get; init; } = 5;

    /// <summary>JSON property of the reply that must hold the Message-Id; empty to accept any 2xx (said in the file).</summary>
    public string ReceiptProperty { get; init; } = "receipt";

    /// <summary>Name of the environment variable with a bearer token; null for none.</summary>
    public string? TokenVariable { get; init; }

    /// <summary>The profile whose form is written; null for a form of our own.</summary>
    public string? Profile => Form.StartsWith(ProfilePrefix, StringComparison.Ordinal) ? Form[ProfilePrefix.Length..] : null;

    /// <summary>What precedes the name of a profile in <c>form</c>.</summary>
    internal const string ProfilePrefix = "profile:";

    /// <summary>Whether documents go there whose sender marked them as a test (UNB 0035).</summary>
    public DestinationTests Tests { get; init; } = DestinationTests.No;

    /// <summary>Whether documents of that root go there.</summary>
    public bool Takes(string root) => Types.Count == 0 || Types.Contains(root);

    /// <summary>Whether documents of that root go there.</summary>
    /// <param name="root">Root document.</param>
    /// <param name="isTest">Its sender marked it as a test.</param>
    public bool Takes(string root, bool isTest) => Takes(root) && Tests switch
    {
        DestinationTests.No => !isTest,
        DestinationTests.Only => isTest,
        _ => true,
    };
}

/// <summary>What becomes of tests at a destination.</summary>
public enum DestinationTests
{
    /// <summary>It works in earnest: no test goes there.</summary>
    No,

    /// <summary>It tells them apart itself, by the test indicator of the document.</summary>
    Also,

    /// <summary>It is a test system: nothing else goes there.</summary>
    Only,
}
