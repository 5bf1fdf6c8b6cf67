namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Where rules say what they found.</summary>
internal sealed class RuleReport(List<SettingProblem> errors, List<SettingProblem> warnings)
{
    public void Error(string path, string message) => errors.Add(new SettingProblem(path, message));

    public void Warn(string path, string message) => warnings.Add(new SettingProblem(path, message));
}
