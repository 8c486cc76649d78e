using System.Text.Json;
using Gateway.Contracts;
using Gateway.Host.Serve;

namespace Gateway.Host.Http;

/// <summary>How the places stand, for people and for monitoring.</summary>
internal static class PlaceViews
{
    /// <summary>Writes the property <c>places</c>.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="places">The places.</param>
    /// <param name="withWords">With what went wrong and what to do, for people.</param>
    public static void Write(Utf8JsonWriter json, Places places, bool withWords) => json.List("places", places.Channels, channel =>
    {
        json.WriteStartObject();
        json.WriteString("name", channel.Name);
        if (channel.State is { } state) Write(json, state, withWords);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ChannelState state, bool withWords)
    {
        json.WriteString("channel", state.Kind);
        json.WriteString("state", state.IsStopped ? "stopped" : state.Fault is not null ? "faulty" : "well");
        json.Time("lastContact", state.LastContact);
        json.WriteNumber("waiting", state.Waiting);
        if (state.Counts.Count > 0)
        {
            json.WriteStartObject("counts");
            foreach (var count in state.Counts) json.WriteNumber(count.What, count.Times);
            json.WriteEndObject();
        }

        if (state.Fault is not { } fault) return;
        json.WriteStartObject("fault");
        json.Time("at", state.FaultAt);
        json.WriteString("code", fault.Code.Id);
        if (withWords)
        {
            json.WriteString("sentence", fault.Sentence);
            json.WriteString("fix", fault.Fix);
        }

        json.WriteEndObject();
    }
}
