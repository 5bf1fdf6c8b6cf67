namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Every rule that settings must keep, beyond having the right types.</summary>
internal sealed class SettingsRules(List<SettingProblem> errors, List<SettingProblem> warnings)
{
    public void Check(GatewaySettings settings)
    {
        var report = new RuleReport(errors, warnings);
        AttributeRules.Check(settings, "", report);
        if (settings.Numbers.Count == 0)
        {
            report.Warn("Numbers", "is empty: nothing can be received");
        }

        AddressRules.Check(settings.Gateway, settings.Numbers, report);
        NumberRules.Check(settings, report);
        TierRules.Check(settings.Numbers, report);
        ApplicationRules.Check(settings.Applications, report);
        NameRules.Check("Templates", settings.Templates.Keys, report);
        ApiRules.Check(settings.Api, report);
        HealthRules.Check(settings, report);
        BoundRules.Check(settings, report);
        OperatingRules.Check(settings, report);
    }
}
