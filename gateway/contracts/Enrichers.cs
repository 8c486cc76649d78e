using Gateway.Documents;

namespace Gateway.Contracts;

/// <summary>Where an enricher puts what it adds. Nothing is overwritten.</summary>
public interface IAdditions
{
    /// <summary>Adds a value as a child of a node.</summary>
    /// <param name="parent">Node of the document being enriched.</param>
    /// <param name="name">Name of the child in the schema of the document.</param>
    /// <param name="value">The text.</param>
    /// <param name="source">Enricher, list and edition.</param>
    /// <param name="asOf">The day for which it was looked up.</param>
    /// <returns>False when there is such a value already, or type, code list or maximum forbid it.</returns>
    bool Add(int parent, string name, string value, string source, DateOnly asOf);
}

/// <summary>Adds what a document lacks and reference data know.</summary>
public interface IEnricher
{
    /// <summary>Short name, part of every addition's source.</summary>
    string Name { get; }

    /// <summary>Looks at the document and adds; must give the same for the same document and moment.</summary>
    /// <param name="document">The WCO document.</param>
    /// <param name="on">The day of arrival: reference data of that day are used.</param>
    /// <param name="additions">Takes what is added.</param>
    /// <param name="stop">Ends the work.</param>
    ValueTask Enrich(Tree document, DateOnly on, IAdditions additions, CancellationToken stop);
}
