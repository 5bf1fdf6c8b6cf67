using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Ladders whose rungs tell somebody.</summary>
internal static class LadderRules
{
    public static void Check(EscalationOptions escalation, KnownWords words, Findings findings)
    {
        if (!escalation.Ladders.ContainsKey(escalation.Ladder) && !EscalationLadders.BuiltIn.Contains(escalation.Ladder, StringComparer.Ordinal))
        {
            findings.Error("Escalation:Ladder", $"is none of {string.Join(", ", EscalationLadders.BuiltIn.Union(escalation.Ladders.Keys, StringComparer.OrdinalIgnoreCase))}");
        }

        foreach (var (name, ladder) in escalation.Ladders)
        {
            var path = $"Escalation:Ladders:{name}";
            if (EscalationLadders.BuiltIn.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                findings.Error(path, "has the name of a ladder that comes along, which it would hide: give it another one");
            }

            if (ladder.Rungs.Count == 0)
            {
                findings.Error(path + ":Rungs", "needs at least one rung");
            }

            foreach (var (rung, options) in ladder.Rungs)
            {
                Rung($"{path}:Rungs:{rung}", rung, options, words, findings);
            }
        }

        BuiltIn(escalation, words, findings);
    }

    private static void Rung(string path, string name, RungOptions rung, KnownWords words, Findings findings)
    {
        if (!ContactRules.IsPlain(name))
        {
            findings.Error(path, "a name has 1 to 40 letters, digits, dots, underscores or hyphens");
        }

        Findings.Each(path + ":Tell", rung.Tell, (place, word) => words.Check(place, word, findings));
        ChannelRules.Names(path + ":Channels", rung.Channels, findings);
    }

    // Without any contact nobody expects a ladder to work.
    private static void BuiltIn(EscalationOptions escalation, KnownWords words, Findings findings)
    {
        var isOwn = escalation.Ladders.ContainsKey(escalation.Ladder);
        var missing = isOwn || !words.HasPeople ? [] : EscalationLadders.Find(escalation)?.Rungs.SelectMany(rung => rung.Tell).Where(word => !words.Knows(word)).ToList() ?? [];
        if (missing.Count > 0)
        {
            findings.Warn("Escalation:Ladder", $"nobody in Contacts is {string.Join(", ", missing)}: these rungs tell nobody");
        }
    }
}
