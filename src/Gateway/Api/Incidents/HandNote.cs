using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Sending.Requests;
using Relevo.Resilience.Incidents;

namespace Relevo.Gateway.Api.Incidents;

/// <summary>Who does something with an incident, and what they note.</summary>
/// <param name="By">The person, or the name of the key.</param>
/// <param name="Note">What they note; null for nothing.</param>
/// <param name="Mark">How far they have come, where that is asked.</param>
internal sealed record HandNote(string By, string? Note, IncidentMark Mark = IncidentMark.Investigating)
{
    private const int LongestName = 80;
    private const int LongestNote = 4_000;
    private const int LongestMark = 40;

    /// <summary>The marks by the words of the API.</summary>
    private static readonly Dictionary<string, IncidentMark> Marks = new(StringComparer.Ordinal)
    {
        ["investigating"] = IncidentMark.Investigating,
        ["cause"] = IncidentMark.Cause,
        ["fixed"] = IncidentMark.Fixed,
    };

    public static HandNote Read(RequestFields fields, ApiCaller caller) => new(fields.Word("by", LongestName) ?? caller.Name, fields.Text("note", LongestNote));

    public static HandNote ReadMark(RequestFields fields, ApiCaller caller)
    {
        var word = fields.Needed("mark", LongestMark);
        var mark = IncidentMark.Investigating;
        if (word is not null && !Marks.TryGetValue(word, out mark))
        {
            fields.Problem("mark", "must be one of " + string.Join(", ", Marks.Keys));
        }

        return Read(fields, caller) with { Mark = mark };
    }
}
