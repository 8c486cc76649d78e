using System.Buffers;
using Gateway.Contracts;
using Gateway.Core;
using Gateway.Documents;

namespace Gateway.Stores;

/// <summary>
/// Bytes being received. Up to one row stays in memory; more goes to the store row by row, unsealed. A few rows are under way
/// at once, so that a big body does not wait for the disk at every row.
/// </summary>
internal sealed class Body(SqliteStore store, long number) : IBody
{
    private const int UnderWayMax = 2;

    private readonly Queue<Task> underWay = [];
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int used;
    private bool isBroken;

    /// <summary>Number of the body; its rows are numbered from it.</summary>
    public long Number => number;

    /// <summary>Rows that were handed over before the last one.</summary>
    public int Rows { get; private set; }

    /// <summary>The last row.</summary>
    public ReadOnlySpan<byte> Last => buffer.AsSpan(0, used);

    public long Length => (long)Rows * Limits.RawRowBytes + used;

    public async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
        {
            if (used == Limits.RawRowBytes) await Spill(stop);
            var room = Math.Min(bytes.Length, Limits.RawRowBytes - used);
            if (buffer.Length < used + room)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Limits.RawRowBytes, Math.Max(used + room, buffer.Length * 2)));
                Last.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            bytes.Span[..room].CopyTo(buffer.AsSpan(used));
            used += room;
            bytes = bytes[room..];
        }
    }

    /// <summary>Waits until every row handed over is durable.</summary>
    /// <exception cref="IOException">A row was not kept; this body can never be sealed.</exception>
    public ValueTask Settled() => Wait(leave: 0);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Settled();
        }
        catch (IOException)
        {
            // The bytes are given up anyway.
        }

        if (Rows > 0) store.Sweep(number);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        (buffer, used) = ([], 0);
    }

    private async ValueTask Spill(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (Rows >= 1 << Layout.RowBits) throw new IOException("A body has more rows than the store can number.");
        await Wait(leave: UnderWayMax - 1);
        underWay.Enqueue(Append(Rows, buffer));
        Rows++;
        (buffer, used) = (ArrayPool<byte>.Shared.Rent(Limits.RawRowBytes), 0);
    }

    private async Task Append(int row, byte[] bytes)
    {
        await store.AppendRow(number, row, bytes.AsMemory(0, Limits.RawRowBytes));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private async ValueTask Wait(int leave)
    {
        if (isBroken) throw new IOException("A part of this body was not kept; it must be received again.");
        try
        {
            while (underWay.Count > leave) await underWay.Dequeue();
        }
        catch (IOException)
        {
            isBroken = true;
            throw;
        }
    }
}

/// <summary>The kept bytes of a receipt, read row by row; the last row stays in memory.</summary>
internal sealed class RawBytes(SqliteStore store, long body, long length) : IRaw
{
    private readonly object gate = new();
    private byte[] row = [];
    private int rowLength;
    private long rowNumber = -1;

    public int Part => 0;

    public long Length => length;

    public int Read(long offset, Span<byte> into)
    {
        var read = 0;
        lock (gate)
        {
            while (read < into.Length && offset + read < length)
            {
                var wanted = (offset + read) / Limits.RawRowBytes;
                if (wanted != rowNumber) Load(wanted);
                var start = (int)(offset + read - wanted * Limits.RawRowBytes);
                if (start >= rowLength) break;
                var part = row.AsSpan(start, Math.Min(rowLength - start, into.Length - read));
                part.CopyTo(into[read..]);
                read += part.Length;
            }
        }

        return read;
    }

    private void Load(long wanted)
    {
        if (row.Length == 0) row = new byte[Math.Min(length, Limits.RawRowBytes)];
        // Nothing is loaded while it may fail.
        rowNumber = -1;
        rowLength = store.ReadRow(body, wanted, row);
        rowNumber = wanted;
    }
}
