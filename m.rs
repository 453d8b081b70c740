use std::hint::black_box;
#[inline] fn now(bytes:&[u8], good: impl Fn(u8)->bool+Copy)->bool{
    if let Some(last) = bytes.last_chunk::<16>() { let (chunks,_)=bytes.as_chunks::<16>(); return chunks.iter().all(|c| each(c,good)) && each(last,good);}
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {(Some(f),Some(l))=> each(f,good)&each(l,good), _=>bytes.iter().all(|b|good(*b))}
}
fn each<const N:usize>(b:&[u8;N],good:impl Fn(u8)->bool)->bool{ b.iter().fold(true,|a,x| a & good(*x)) }
#[inline] fn all(bytes:&[u8], good: impl Fn(u8)->bool+Copy)->bool{ bytes.iter().all(|b| good(*b)) }
#[inline] fn fold(bytes:&[u8], good: impl Fn(u8)->bool+Copy)->bool{ bytes.iter().fold(true,|a,b| a & good(*b)) }
fn main(){ let a:Vec<String>=std::env::args().collect(); let n:usize=a[2].parse().unwrap(); let k:usize=a[3].parse().unwrap();
 let s="x".repeat(n); let g=|b:u8| b>=0x20 && b!=0x7f; let mut c=0u64;
 for _ in 0..k { let t=black_box(s.as_bytes()); c+= match a[1].as_str(){"now"=>now(t,g),"all"=>all(t,g),_=>fold(t,g)} as u64; } println!("{c}"); }
