using Xunit.Abstractions;
using Xunit.Sdk;

namespace Gateway.Tests.Real.Docs;

/// <summary>Runs the commands of a document as they stand there: one may read what another wrote.</summary>
public sealed class InDocumentOrder : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase
    {
        var order = DocumentCommandTests.Commands.Select((row, at) => (Key: (row[0] as string, row[1] as string), At: at)).DistinctBy(row => row.Key)
            .ToDictionary(row => row.Key, row => row.At);
        return testCases.OrderBy(test => test.TestMethodArguments is [string document, string command]
            ? order.GetValueOrDefault((document, command), int.MaxValue) : -1);
    }
}
