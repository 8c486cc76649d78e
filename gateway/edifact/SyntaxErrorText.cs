using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Edifact;

/// <summary>Data element 0085 in plain words.</summary>
internal static class SyntaxErrorText
{
    private static readonly FrozenDictionary<int, string> Texts = new Dictionary<int, string>
    {
        [2] = "the version or level of the syntax is not supported",
        [7] = "it came to the wrong recipient",
        [12] = "a value is invalid",
        [13] = "something is missing",
        [14] = "the value is not supported in this place",
        [15] = "this is not supported in this place",
        [16] = "there are too many parts",
        [17] = "there is no agreement on it",
        [18] = "there is a fault that has no code",
        [19] = "the decimal mark is not the agreed one",
        [20] = "a character cannot be a service character",
        [21] = "a character does not belong to the character set",
        [22] = "a service character is invalid",
        [23] = "the sender is not known",
        [24] = "it is too old",
        [25] = "tests are not supported",
        [26] = "it came before",
        [27] = "a security function is not supported",
        [28] = "the references do not match",
        [29] = "the control count does not match",
        [30] = "groups and messages are mixed",
        [31] = "a group has messages of several types",
        [32] = "there is nothing in it",
        [33] = "something stands outside of messages and groups",
        [34] = "an indicator of nesting is not allowed",
        [35] = "a segment is repeated too often",
        [36] = "a segment group is repeated too often",
        [37] = "the characters are of the wrong kind",
        [38] = "a digit before the decimal mark is missing",
        [39] = "the value is too long",
        [40] = "the value is too short",
        [41] = "the network had a permanent fault",
        [42] = "the network had a passing fault",
        [43] = "the recipient is not known",
    }.ToFrozenDictionary();

    /// <summary>What a code means, with the code; of an unknown one only the code.</summary>
    public static string Of(string code)
        => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Texts.TryGetValue(number, out var text)
            ? $"{text} (0085 = {number})" : code.Length == 0 ? "the reason stands with its parts, or is not given" : $"0085 = {code}";
}
