namespace Relevo.Gateway.Configuration.Reloading;

internal static partial class ReloadLog
{
    [LoggerMessage(1101, LogLevel.Information, "Settings version {Version} are in force; changed: {Sections}.")]
    public static partial void InForce(ILogger logger, long version, string sections);

    [LoggerMessage(1102, LogLevel.Error, "The changed settings are not used, version {Version} stays in force: {Problem}")]
    public static partial void Refused(ILogger logger, long version, string problem);

    [LoggerMessage(1103, LogLevel.Warning, "The change of {Sections} needs a restart; until then the old values stay in force.")]
    public static partial void NeedsRestart(ILogger logger, string sections);

    [LoggerMessage(1104, LogLevel.Information, "The settings file is good again; version {Version} is in force.")]
    public static partial void GoodAgain(ILogger logger, long version);

    [LoggerMessage(1105, LogLevel.Error, "A part of the gateway failed to take up settings version {Version}.")]
    public static partial void ListenerFailed(ILogger logger, long version, Exception exception);

    [LoggerMessage(1106, LogLevel.Error, "A look at the settings file failed; the next follows.")]
    public static partial void CheckFailed(ILogger logger, Exception exception);

    [LoggerMessage(1107, LogLevel.Debug, "Changes of the settings file are found by looking each second; the system gives no notice of them.")]
    public static partial void NoNotice(ILogger logger, Exception exception);

    [LoggerMessage(1108, LogLevel.Warning, "Settings: {Warning}")]
    public static partial void Doubtful(ILogger logger, SettingProblem warning);
}
