using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Tests.Configuration;

public sealed class EnvironmentOverridesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Variables_OverrideTheFile()
    {
        var settings = Load(
            ("GATEWAY_Gateway__StopSeconds", "33"),
            ("GATEWAY_NUMBERS__main__WEIGHT", "7"),
            ("GATEWAY_Numbers__main__WebhookSecrets__1", "changed"),
            ("GATEWAY_Numbers__main__WebhookSecrets__2", "added"),
            ("GATEWAY_Numbers__main__MessagesPerSecond", "0.5"),
            ("GATEWAY_Templates__reopen__WindowFallback", "False"),
            ("GATEWAY_Redis__ConnectionString", "host:1"),
            ("GATEWAY_Logging__LogLevel__Default", "Debug")).Settings!;

        Assert.Equal(33, settings.Gateway.StopSeconds);
        Assert.Equal(7, settings.Numbers["main"].Weight);
        Assert.Equal(["app-secret", "changed", "added"], settings.Numbers["main"].WebhookSecrets);
        Assert.Equal(0.5, settings.Numbers["main"].MessagesPerSecond);
        Assert.False(settings.Templates["reopen"].WindowFallback);
        Assert.Equal("host:1", settings.Redis.ConnectionString);
        Assert.Equal("Debug", settings.Logging["LogLevel:Default"]);
    }

    [Fact]
    public void Load_ANumberFromVariablesOnly_IsComplete()
    {
        var settings = Load(
            ("GATEWAY_Numbers__extra__Provider", "evolution"),
            ("GATEWAY_Numbers__extra__Key", "i2"),
            ("GATEWAY_Numbers__extra__WebhookSecrets__0", "one"),
            ("GATEWAY_Numbers__extra__WebhookSecrets__1", "two")).Settings!;
        Assert.Equal(["one", "two"], settings.Numbers["extra"].WebhookSecrets);
    }

    [Fact]
    public void Load_EmptyVariable_MeansNothing() =>
        Assert.Null(Load(("GATEWAY_Numbers__main__AccountId", "")).Settings!.Numbers["main"].AccountId);

    [Fact]
    public void Load_OtherVariables_AreNoSettings() =>
        Assert.NotNull(Load(("GATEWAY_ADMIN_KEY", "x"), ("gateway_Storage__Engine", "x"), ("OTHER__Storage__Engine", "x")).Settings);

    [Theory]
    [InlineData("GATEWAY_Storage__Engin", "sqlite", "Storage:Engin")]
    [InlineData("GATEWAY_Storage__Engine", "postgres", "Storage:Engine")]
    [InlineData("GATEWAY_Numbers__main__Weight", "heavy", "Numbers:main:Weight")]
    [InlineData("GATEWAY_Numbers__main__MessagesPerSecond", "NaN", "Numbers:main:MessagesPerSecond")]
    [InlineData("GATEWAY_Numbers__main__MessagesPerSecond", "Infinity", "Numbers:main:MessagesPerSecond")]
    [InlineData("GATEWAY_Numbers__main", "x", "Numbers:main")]
    [InlineData("GATEWAY_Gateway__Url", "", "Gateway:Url")]
    [InlineData("GATEWAY_Numbers__main__WebhookSecrets__9", "x", "GATEWAY_Numbers__main__WebhookSecrets__9")]
    [InlineData("GATEWAY___Engine", "x", "GATEWAY___Engine")]
    public void Load_WrongVariable_IsAnErrorWithItsPath(string name, string value, string path) =>
        Assert.Equal(path, Assert.Single(Load((name, value)).Errors).Path);

    [Fact]
    public void Load_WrongVariable_IsNamedInTheError() =>
        Assert.Contains("GATEWAY_Numbers__main__Weight", Load(("GATEWAY_Numbers__main__Weight", "heavy")).Errors[0].Message, StringComparison.Ordinal);

    private SettingsResult Load(params (string Name, string Value)[] variables) =>
        new SettingsLoader(variables.ToDictionary(v => v.Name, v => v.Value)).Load(_folder.Write(Samples.Full));
}
