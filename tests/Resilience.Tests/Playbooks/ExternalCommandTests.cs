using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Playbooks;

/// <summary>Real programs outside the gateway.</summary>
public sealed class ExternalCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PlaybookContext Context = new("run-1", HealthLevel.Critical, HealthLevel.Critical, ["store: disk full"], ["store", "cache"], 2);
    private readonly string _folder = Directory.CreateTempSubdirectory("relevo-command-").FullName;
    private readonly ManualTime _time = new();
    private readonly PlaybooksOptions _options = new();
    private readonly RunCommandAction _action;

    public ExternalCommandTests() => _action = new RunCommandAction(() => _options, _time, NullLogger<RunCommandAction>.Instance);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_OfAProgramThatSucceeds_IsDone()
    {
        Script("scale", "exit 0");
        Assert.Equal(ActionOutcome.Done("scale"), await RunAsync("scale"));
    }

    [Fact]
    public async Task Run_OfAProgramThatFails_TellsItsCodeAndNotWhatItWrote()
    {
        Script("scale", "echo password=secret; echo more >&2; exit 3");
        Assert.Equal(ActionOutcome.Failed("scale: the command ended with code 3"), await RunAsync("scale"));
    }

    [Fact]
    public async Task Run_OfAProgramThatIsNotThere_SaysWhatToCheck()
    {
        _options.Commands["scale"] = new CommandOptions { File = Path.Combine(_folder, "missing") };
        Assert.Equal(ActionOutcome.Failed("scale: the command cannot be started (error 2): check that the file and its folder exist and may be run"), await RunAsync("scale"));
        Assert.Equal(ActionResult.NotConfigured, (await RunAsync("other")).Result);
    }

    [Fact]
    public async Task Run_PassesArgumentsAsTheyStand()
    {
        const string Nasty = "a b; touch pwned $(touch pwned) `touch pwned` \"'\\ *";
        Script("scale", "printf '%s\\n' \"$@\" > got", Nasty, "", "--x=1");
        await RunAsync("scale");
        Assert.Equal(Nasty + "\n\n--x=1\n", await File.ReadAllTextAsync(Path.Combine(_folder, "got")));
        Assert.False(File.Exists(Path.Combine(_folder, "pwned")));
    }

    [Fact]
    public async Task Run_TellsTheProgramWhyAndHidesTheGatewaysOwnSettings()
    {
        Environment.SetEnvironmentVariable("GATEWAY_TEST_OF_COMMANDS", "secret");
        Script("scale", "env > got");
        await RunAsync("scale");
        var seen = await File.ReadAllLinesAsync(Path.Combine(_folder, "got"));
        Assert.Contains("RELEVO_LEVEL=CRITICAL", seen);
        Assert.Contains("RELEVO_COMPONENTS=store,cache", seen);
        Assert.Contains("RELEVO_RUN=run-1", seen);
        Assert.Contains("RELEVO_TRY=2", seen);
        Assert.DoesNotContain(seen, line => line.StartsWith("GATEWAY_", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Run_OfAProgramThatWritesMuch_NeitherWaitsNorKeepsIt()
    {
        Script("scale", "yes 12345678 2> /dev/null | head -c 9000000; echo; printf abc");
        var running = ExternalCommand.RunAsync(_options.Commands["scale"], new Dictionary<string, string>(StringComparer.Ordinal), _time, CancellationToken.None);
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, ReaderRestsAsync()).WaitAsync(Patience);
            _time.Advance(OutputMeter.Rest);
        }

        Assert.Equal(new CommandEnd(0, null, 9_000_004, 3), await running);
    }

    [Fact]
    public async Task Run_OfAProgramThatWritesWithoutEnd_IsReadSlowlyUntilItsTimeIsOver()
    {
        Script("scale", "exec yes");
        _options.Commands["scale"].TimeoutSeconds = 50;
        var running = RunAsync("scale");
        for (var chunk = 0; chunk < 5; chunk++)
        {
            await ReaderRestsAsync().WaitAsync(Patience); // and with it the program, which finds its pipe full
            _time.Advance(OutputMeter.Rest);
        }

        _time.Advance(TimeSpan.FromSeconds(50));
        await EndAsync(running);
        Assert.Equal(ActionOutcome.Failed("scale: the command did not end within 50 s and was killed"), await running);
    }

    [Fact]
    public async Task Run_ThatTakesTooLong_IsKilledWithAllThatItStarted()
    {
        Script("scale", "sleep 600 & echo $! > child; wait");
        _options.Commands["scale"].TimeoutSeconds = 50;
        var running = RunAsync("scale");
        var child = await ChildAsync();
        await _time.WhenAsync(armed => armed.Contains(TimeSpan.FromSeconds(50))).WaitAsync(Patience);
        _time.Advance(TimeSpan.FromSeconds(50));
        await EndAsync(running);
        Assert.Equal(ActionOutcome.Failed("scale: the command did not end within 50 s and was killed"), await running);
        await Until.TrueAsync(() => !IsAlive(child), "the death of the child");
    }

    [Fact]
    public async Task Run_ThatIsCancelled_IsKilledWithAllThatItStarted()
    {
        Script("scale", "sleep 600 & echo $! > child; wait");
        using var cancelled = new CancellationTokenSource();
        var running = _action.RunAsync(Context, Arguments("scale"), cancelled.Token);
        var child = await ChildAsync();
        await cancelled.CancelAsync();
        await EndAsync(running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Until.TrueAsync(() => !IsAlive(child), "the death of the child");
    }

    [Fact]
    public async Task Undo_RunsTheCommandThatTakesItBack()
    {
        Script("scale", "exit 0");
        Script("back", "echo back > got");
        var arguments = Arguments("scale");
        Assert.Equal(ActionResult.NothingToDo, (await _action.UndoAsync(Context, arguments, CancellationToken.None)).Result);
        arguments["undo"] = "back";
        Assert.Equal(ActionResult.Done, (await _action.UndoAsync(Context, arguments, CancellationToken.None)).Result);
        Assert.True(File.Exists(Path.Combine(_folder, "got")));
    }

    // The shell is the program under test here; the gateway itself uses none.
    private void Script(string name, string script, params string[] arguments)
    {
        var path = Path.Combine(_folder, name + ".sh");
        File.WriteAllText(path, script);
        _options.Commands[name] = new CommandOptions { File = "/bin/sh", Arguments = [path, .. arguments], Folder = _folder };
    }

    private Task<ActionOutcome> RunAsync(string command) => _action.RunAsync(Context, Arguments(command), CancellationToken.None).WaitAsync(Patience);

    private static Dictionary<string, string> Arguments(string command) => new(StringComparer.Ordinal) { ["command"] = command };

    private async Task<int> ChildAsync()
    {
        var path = Path.Combine(_folder, "child");
        var child = 0;
        await Until.TrueAsync(() => File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out child), "the start of the child");
        return child;
    }

    private Task ReaderRestsAsync() => _time.WhenAsync(armed => armed.Contains(OutputMeter.Rest));

    // What was killed ends by itself; its last seconds are on the clock of the test.
    private Task EndAsync(Task running) => Until.TrueAsync(() => running.IsCompleted, "the end of the command", () => _time.Advance(TimeSpan.FromSeconds(0.1)));

    // A dead process that nobody has collected yet is dead all the same.
    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
