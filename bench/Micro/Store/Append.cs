using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;

namespace Relevo.Micro.Store;

/// <summary>
/// 256 callers that each make one message durable, in a real file on a real disk; figures are per message. The least it can
/// cost is one write and one sync of the same bytes. Messages are completed too, so that the store does not grow a backlog.
/// </summary>
public class Append
{
    private const int Callers = 256;
    private readonly Task<AppendResult>[] _waiting = new Task<AppendResult>[Callers];
    private readonly List<QueuedMessage>[] _messages = new List<QueuedMessage>[Callers];
    private readonly byte[] _bytes = new byte[Callers * 1024];
    private string _folder = "";
    private Microsoft.Win32.SafeHandles.SafeFileHandle _file = null!;
    private SqliteMessageStore _store = null!;
    private long _number;
    private long _end;

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("relevo-micro-").FullName;
        _file = File.OpenHandle(Path.Combine(_folder, "plain"), FileMode.Create, FileAccess.Write);
        _store = new SqliteMessageStore(Path.Combine(_folder, "data"), new SqliteOptions(), TimeProvider.System, new NoMeters(), NullLogger<SqliteMessageStore>.Instance);
        _store.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Close()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, Description = "write and sync alone", OperationsPerInvoke = Callers)]
    public void WriteAndSync()
    {
        RandomAccess.Write(_file, _bytes, _end);
        RandomAccess.FlushToDisk(_file);
        _end += _bytes.Length;
    }

    [Benchmark(Description = "append, 256 callers", OperationsPerInvoke = Callers)]
    public async Task AppendAsync()
    {
        for (var i = 0; i < Callers; i++)
        {
            _number++;
            _messages[i] = [Known.Message(_number, (int)(_number * 7919 % 10_000))];
            _waiting[i] = _store.AppendAsync(_messages[i]).AsTask();
        }

        foreach (var result in await Task.WhenAll(_waiting))
        {
            if (result.Stored != 1)
            {
                throw new InvalidOperationException("A message was not stored: " + result.Reason);
            }
        }
    }

    [Benchmark(Description = "append and complete, 256 callers", OperationsPerInvoke = Callers)]
    public async Task AppendAndCompleteAsync()
    {
        await AppendAsync();
        foreach (var message in _messages)
        {
            _store.Settle(new Settlement(SettlementKind.Complete, message[0]));
        }

        await _store.FlushAsync(CancellationToken.None);
    }
}
