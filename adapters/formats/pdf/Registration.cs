using Gateway.Contracts;

namespace Gateway.Formats;

/// <summary>Makes PDF files known to the host.</summary>
public static class PdfRegistration
{
    /// <summary>Adds the container.</summary>
    public static ICollection<IContainer> AddPdf(this ICollection<IContainer> containers)
    {
        containers.Add(new PdfContainer());
        return containers;
    }
}
