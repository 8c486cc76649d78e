namespace Gateway.Documents;

/// <summary>
/// Reads a configuration text (YAML) into a tree without schema: every node has its key as unknown name and, where it is a
/// scalar, its text as value; entries of a list are nodes with the empty name. Spans are bytes of the file.
/// </summary>
/// <param name="bytes">UTF-8 text of the file.</param>
/// <param name="part">Number of the file, for spans.</param>
/// <param name="name">Name of the file, for places.</param>
/// <param name="into">Filled.</param>
/// <param name="findings">Faults; the place's segment is the line, the element the column, the reference the file name.</param>
/// <returns>False when the text could not be read at all.</returns>
public delegate bool ReadText(ReadOnlyMemory<byte> bytes, int part, string name, Tree into, Findings findings);
