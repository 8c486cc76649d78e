using System.Text;

namespace Gateway.Host.Workshop;

/// <summary>How a piece of text is shown.</summary>
internal enum Paint
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>What no rule reads: grey, or in braces.</summary>
    Unread,

    /// <summary>What is wrong or missing: red, or after an exclamation mark.</summary>
    Bad,

    /// <summary>What stands beside: less bright.</summary>
    Soft,

    /// <summary>A heading.</summary>
    Head,
}

/// <summary>Text with colours for a terminal, or with marks where there are none.</summary>
/// <param name="isColoured">Whether colours can be shown.</param>
internal sealed class PaintedText(bool isColoured)
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a piece.</summary>
    public PaintedText Add(Paint paint, string piece)
    {
        var (before, after) = isColoured ? Colours(paint) : Marks(paint);
        text.Append(before).Append(piece).Append(after);
        return this;
    }

    /// <summary>Adds a line.</summary>
    public PaintedText Line(Paint paint = Paint.Plain, string piece = "")
    {
        if (piece.Length > 0) Add(paint, piece);
        text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static (string Before, string After) Colours(Paint paint) => paint switch
    {
        Paint.Unread => ("\u001b[90m", "\u001b[0m"),
        Paint.Bad => ("\u001b[1;31m", "\u001b[0m"),
        Paint.Soft => ("\u001b[2m", "\u001b[0m"),
        Paint.Head => ("\u001b[1m", "\u001b[0m"),
        _ => ("", ""),
    };

    private static (string Before, string After) Marks(Paint paint) => paint switch
    {
        Paint.Unread => ("{", "}"),
        Paint.Bad => ("! ", ""),
        _ => ("", ""),
    };
}
